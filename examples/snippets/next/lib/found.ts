// lib/found.ts: what stands at an address, kept by Next until a tag of it changes; a draft, a locked page by nobody.
import { preview, resolve, type Verdict } from "./cms";

/** Next names an answer by its tags before it has it: the path is one, and `known` holds those of the last answer. */
const known = new Map<string, string[]>();
const MOST = 5000;

export async function found(path: string, token = "", unlocked = ""): Promise<Verdict> {
  const draft = token ? await preview(token, path) : undefined;
  if (draft) return draft;
  if (unlocked) return resolve(path, unlocked, { cache: "no-store" });
  const tags = [`path:${path.split("?")[0]}`, ...(known.get(path) ?? [])].slice(0, 128); // as many as Next takes
  const verdict = await resolve(path, "", { next: { revalidate: 300, tags } } as RequestInit);
  known.delete(path);
  known.set(path, verdict.cache.tags);
  for (const oldest of known.keys()) {
    if (known.size <= MOST) break;
    known.delete(oldest);
  }
  return verdict;
}
