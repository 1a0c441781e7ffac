// lib/cms.ts of a Next.js app (App Router): one call for a page view, kept by Next until a tag of it changes.
const CMS_URL = process.env.CMS_URL!;
const site = new URL(process.env.SITE_HOST!).host;

export type Verdict = {
  verdict: "page" | "redirect" | "gone" | "missing" | "restricted";
  status: number;
  cache: { tags: string[] };
  locale?: string;
  location?: string;
  location_path?: string | null;
  permanent?: boolean;
  page?: { type: string; title: string; fields: Record<string, unknown> };
  head?: { title: string; description: string; canonical: string | null; robots: string; json_ld: object | null };
};

/** Next names an answer by its tags before it has it: the address is one, and `known` holds those of the answer. */
const known = new Map<string, string[]>();

export async function resolve(path: string): Promise<Verdict> {
  const address = `${CMS_URL}/api/v1/resolve/?${new URLSearchParams({ path, site })}`;
  const tags = [`path:${path.split("?")[0]}`, ...(known.get(path) ?? [])].slice(0, 128); // as many as Next takes
  const response = await fetch(address, { next: { revalidate: 300, tags } } as RequestInit);
  if (!response.ok) throw new Error(`The CMS answered ${response.status} at ${path}.`);
  const found = (await response.json()) as Verdict;
  known.set(path, found.cache.tags);
  return found;
}

/** What `generateMetadata` of app/[[...path]]/page.tsx returns. */
export function metadataOf({ head }: Verdict) {
  if (!head) return { robots: "noindex" };
  const canonical = head.canonical ?? undefined;
  return { title: { absolute: head.title }, description: head.description, robots: head.robots, alternates: { canonical } };
}
