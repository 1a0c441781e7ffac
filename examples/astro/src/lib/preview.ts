/** Drafts: where the token of one is kept, and what it shows. */
import { SITE_HOST } from "astro:env/server";
import type { AstroCookies, AstroCookieSetOptions } from "astro";
import { CmsError, type Draft, preview } from "./cms";

export const COOKIE = "preview";

/** In the editor's panel this site stands in a frame of another one: over https the cookie is sent there too. */
export function cookieOptions(): AstroCookieSetOptions {
  const isSecure = new URL(SITE_HOST).protocol === "https:";
  const crossing = { sameSite: "none", secure: true, partitioned: true } as const;
  return { path: "/", httpOnly: true, ...(isSecure ? crossing : { sameSite: "lax" }) };
}

/** A token, and the address at which its draft was shown first. */
interface Kept {
  token: string;
  at: string;
}

export function keepDraft(cookies: AstroCookies, token: string, draft: Draft): void {
  cookies.set(COOKIE, { token, at: draft.canonical_path } satisfies Kept, cookieOptions());
}

/** The draft to show at `path`: none without a token, for pages it does not open, and when it has ended. */
export async function draftAt(path: string, cookies: AstroCookies): Promise<Draft | undefined> {
  const kept = keptIn(cookies);
  if (!kept) return undefined;
  try {
    return await preview(kept.token, path);
  } catch (error) {
    if (!(error instanceof CmsError) || error.status >= 500) throw error;
    if (error.status === 401) cookies.delete(COOKIE, cookieOptions());
    // Where it began it stays, whatever address the draft is given meanwhile.
    return error.status === 404 && path === kept.at ? preview(kept.token) : undefined;
  }
}

function keptIn(cookies: AstroCookies): Kept | undefined {
  try {
    const kept = cookies.get(COOKIE)?.json() as Partial<Kept> | undefined;
    return kept?.token ? { token: kept.token, at: kept.at ?? "" } : undefined;
  } catch {
    return undefined; // written by somebody else
  }
}
