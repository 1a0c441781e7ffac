/** The way into a draft and out of it. The token is kept in a cookie no script can read; the CMS says what it opens. */
import { SITE_HOST } from "astro:env/server";
import type { APIRoute } from "astro";
import { CmsError, preview } from "../../lib/cms";
import { COOKIE, cookieOptions, keepDraft } from "../../lib/preview";

const PRIVATE = { "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex" };

export const GET: APIRoute = async ({ url, cookies }) => {
  const token = url.searchParams.get("token");
  if (!token) {
    cookies.delete(COOKIE, cookieOptions());
    return onward(url.searchParams.get("leave") ?? "/");
  }
  try {
    const draft = await preview(token);
    keepDraft(cookies, token, draft);
    return onward(draft.canonical_path);
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    return new Response("This link shows nothing any more: it has ended or was taken back.", {
      status: error.status,
      headers: { ...PRIVATE, "Content-Type": "text/plain; charset=utf-8" },
    });
  }
};

/** On to a page of this site; an address of another one is the front page instead. */
function onward(path: string): Response {
  const target = new URL(path, SITE_HOST);
  const location = target.origin === new URL(SITE_HOST).origin ? target.pathname + target.search : "/";
  return new Response(null, { status: 302, headers: { ...PRIVATE, Location: location } });
}
