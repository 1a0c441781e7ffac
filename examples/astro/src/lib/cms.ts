/** The CMS, asked with plain fetch. One call of `resolve` is one page view. */
import { CMS_URL, SITE_HOST } from "astro:env/server";
import type { components, operations } from "./api";

type Verdict = operations["resolve"]["responses"]["200"]["content"]["application/json"];
type Found = Extract<Verdict, { verdict: "page" }>;
type Parts = "page" | "head" | "breadcrumbs" | "more_breadcrumbs" | "alternates";
/** A page with all its parts: what comes when no `include` names fewer. */
export type PageVerdict = Found & { [Part in Parts]: NonNullable<Found[Part]> };
export type Resolution = PageVerdict | Exclude<Verdict, { verdict: "page" }>;
export type Alternate = components["schemas"]["Alternate"];
export type Link = components["schemas"]["Link"];
export type PageList = components["schemas"]["PageList"];

/** What the CMS answered: the body, and the tags that tell when it has changed. */
export interface Answer<Body> {
  body: Body;
  tags: string[];
}

const TIMEOUT = 10_000;
const REMEMBERED = 500;
const remembered = new Map<string, { etag: string; answer: Answer<unknown> }>();

/** The site's name in the CMS. */
export const site = new URL(SITE_HOST).host;

export class CmsError extends Error {
  constructor(
    readonly status: number,
    readonly address: string,
    body: string,
  ) {
    super(`The CMS answered ${status} at ${address}: ${body.slice(0, 500)}`);
  }
}

/** What stands at an address: `path` with its query. What is not translated is served in the default language.
 * `unlocked` opens pages not everybody may read (see access.ts). */
export function resolve(path: string, unlocked = ""): Promise<Answer<Resolution>> {
  return read<Resolution>("resolve/", { path, fallback: "default" }, unlocked);
}

export type Draft = PageVerdict & Pick<components["schemas"]["PreviewVerdict"], "preview" | "edit" | "is_live" | "expires_at">;

/** The draft a token opens; at `path`, which is an address of its page. Raises CmsError: 401 when the token has ended. */
export async function preview(token: string, path?: string): Promise<Draft> {
  const query = new URLSearchParams(path ? { token, path } : { token });
  const response = await ask(`${CMS_URL}/api/v1/preview/resolve/?${query}`);
  if (!response.ok) throw new CmsError(response.status, "preview/resolve/", await response.text());
  return (await response.json()) as Draft;
}

export function search(locale: string, words: string, limit: number, offset: number): Promise<Answer<PageList>> {
  return read<PageList>("pages/", { locale, search: words, limit: String(limit), offset: String(offset) });
}

/** An answer of the API. Asked with the validator of the last one, so that what has not changed is not sent again. */
export async function read<Body>(
  endpoint: string,
  parameters: Record<string, string> = {},
  unlocked = "",
): Promise<Answer<Body>> {
  const address = `${CMS_URL}/api/v1/${endpoint}?${new URLSearchParams({ ...parameters, site })}`;
  const known = unlocked ? undefined : remembered.get(address);
  const headers: Record<string, string> = unlocked ? { "X-Unlock": unlocked } : known ? { "If-None-Match": known.etag } : {};
  const response = await ask(address, { headers });
  if (response.status === 304 && known) return known.answer as Answer<Body>;
  if (!response.ok) throw new CmsError(response.status, address, await response.text());
  const answer = { body: (await response.json()) as Body, tags: tagsOf(response) };
  if (unlocked) return answer; // one reader's
  const etag = response.headers.get("ETag");
  remembered.delete(address);
  if (etag) remembered.set(address, { etag, answer });
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return answer;
}

/** A fetch that gives up, and tries once more when the connection failed. */
export async function ask(address: string, options: RequestInit = {}): Promise<Response> {
  const again = !options.method || options.method === "GET" || options.method === "HEAD";
  try {
    return await fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    if (!again || (error as Error).name === "TimeoutError") throw error;
    return fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
  }
}

function tagsOf(response: Response): string[] {
  return (response.headers.get("Cache-Tag") ?? "").split(",").filter(Boolean);
}
