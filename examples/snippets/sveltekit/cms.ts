// src/lib/server/cms.ts of a SvelteKit app. `fetch` is the one `load` is given.
const CMS_URL = process.env.CMS_URL!;
const site = new URL(process.env.SITE_HOST!).host;

export type Verdict = {
  verdict: "page" | "redirect" | "gone" | "missing" | "restricted";
  status: number;
  location?: string;
  location_path?: string | null;
  reason?: string;
  page?: { type: string; title: string; fields: Record<string, unknown> };
  head?: { title: string; html: string };
};

export async function resolve(path: string, ask: typeof fetch = fetch): Promise<Verdict> {
  const response = await ask(`${CMS_URL}/api/v1/resolve/?${new URLSearchParams({ path, site })}`);
  if (!response.ok) throw new Error(`The CMS answered ${response.status} at ${path}.`);
  return (await response.json()) as Verdict;
}
