// server/utils/cms.ts of a Nuxt app. Used by server/api/resolve.get.ts, so that the CMS is asked by the server only.
const CMS_URL = process.env.CMS_URL!;
const site = new URL(process.env.SITE_HOST!).host;

export type Verdict = {
  verdict: "page" | "redirect" | "gone" | "missing" | "restricted";
  status: number;
  cache: { tags: string[] };
  location?: string;
  location_path?: string | null;
  page?: { type: string; title: string; fields: Record<string, unknown> };
  head?: {
    title: string;
    metas: Record<string, string>[];
    links: Record<string, string>[];
    json_ld: object | null;
  };
};

export async function resolve(path: string): Promise<Verdict> {
  const response = await fetch(`${CMS_URL}/api/v1/resolve/?${new URLSearchParams({ path, site })}`);
  if (!response.ok) throw new Error(`The CMS answered ${response.status} at ${path}.`);
  return (await response.json()) as Verdict;
}

/** What `useHead` takes: every tag of the CMS's head, in its order. */
export function headOf({ head }: Verdict) {
  if (!head) return { meta: [{ name: "robots", content: "noindex" }] };
  const script = head.json_ld ? [{ type: "application/ld+json", innerHTML: escaped(head.json_ld) }] : [];
  return { title: head.title, meta: head.metas, link: head.links, script };
}

/** JSON that cannot end the script it stands in. */
function escaped(value: object): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
