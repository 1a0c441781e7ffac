/** Pages that were rendered before, by their address, each with the tags of what it is made of. */
interface Kept {
  status: number;
  headers: [string, string][];
  body: string;
  tags: Set<string>;
  until: number;
}

/** Readers ask each time, and are told of the change in the moment it is made. */
export const FRESH = "public, max-age=0, must-revalidate";
const SECONDS = 300;
const MOST = 2_000;
const pages = new Map<string, Kept>();
let changes = 0;

/** How many changes were heard of. A page that was begun before one of them may hold what was true before it. */
export function heard(): number {
  return changes;
}

export function kept(address: string): Response | undefined {
  const page = pages.get(address);
  if (!page || page.until < Date.now()) return undefined;
  return new Response(page.body, { status: page.status, headers: [...page.headers, ["X-Cache", "HIT"]] });
}

/** Give a page out, and remember it unless something has changed since it was begun. */
export async function keep(address: string, response: Response, tags: Set<string>, begun: number): Promise<Response> {
  const body = await response.text(); // what stands around a page is asked for while it is written, and adds its tags
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", FRESH);
  headers.set("Cache-Tag", [...tags].join(","));
  pages.delete(address);
  if (begun === changes) {
    const until = Date.now() + SECONDS * 1000;
    pages.set(address, { status: response.status, headers: [...headers], body, tags, until });
  }
  for (const oldest of pages.keys()) {
    if (pages.size <= MOST) break;
    pages.delete(oldest);
  }
  headers.set("X-Cache", "MISS");
  return new Response(body, { status: response.status, headers });
}

/** Forget every page made of something that changed, and those at the addresses named. Answers how many. */
export function forget(tags: Iterable<string>, paths: Iterable<string>): number {
  const changed = new Set(tags);
  const left = new Set(paths);
  let forgotten = 0;
  changes += 1;
  for (const [address, page] of pages) {
    const path = address.split("?")[0] ?? address;
    if (left.has(path) || left.has(address) || [...page.tags].some((tag) => changed.has(tag))) {
      pages.delete(address);
      forgotten += 1;
    }
  }
  return forgotten;
}
