/** What happens before and after every page: files of the CMS, forms from elsewhere, pages rendered before, headers. */
import { CMS_URL, SITE_HOST } from "astro:env/server";
import { defineMiddleware } from "astro:middleware";
import { file } from "./lib/files";
import { FRESH, heard, keep, kept } from "./lib/pages";

/** Made by the CMS and the same at every front end. A web server in front may answer them without us. */
const FILES =
  /^\/(?:(?:media|pictures|static|documents|feeds)\/|favicon\.ico$|apple-touch-icon\.png$|icon-[\w-]+\.png$|site\.webmanifest$|sitemap-[\w.-]+\.xml$|[A-Za-z0-9-]{8,128}\.txt$)|\/(?:feed\.(?:xml|atom|json)|stores\.kml|llms\.txt)$|\.md$/;
const PASSED_ON = ["Content-Type", "Content-Length", "Content-Range", "ETag", "Last-Modified", "Cache-Control", "Location"];

export const onRequest = defineMiddleware(async ({ request, url, locals, cookies, isPrerendered }, next) => {
  locals.tags = new Set();
  locals.private = false;
  if (isPrerendered) return next();
  if (FILES.test(url.pathname)) return passOn(await file(url.pathname + url.search, request));
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (request.method === "POST" && !url.pathname.startsWith("/api/") && request.headers.get("Origin") !== new URL(SITE_HOST).origin) {
    return new Response("This form was not sent from its own page.", { status: 403 });
  }
  const isShared = isRead && !cookies.has("preview") && !cookies.has("unlocked");
  const address = url.pathname + url.search;
  const before = isShared ? kept(address) : undefined;
  if (before) return before;

  const begun = heard();
  const response = await next();
  headers(response, locals.private);
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") || response.status === 301;
  const isKept = request.method === "GET" && isPage && response.status < 500;
  if (isShared && isKept && !locals.private) return keep(address, response, locals.tags, begun);
  response.headers.set("Cache-Control", isShared && response.status < 500 && !locals.private ? FRESH : "private, no-store");
  return response;
});

function headers({ headers }: Response, isPrivate: boolean): void {
  if (headers.get("Content-Type") === "text/html") headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("X-Content-Type-Options", "nosniff");
  if (!headers.has("Referrer-Policy")) headers.set("Referrer-Policy", "same-origin");
  headers.set(
    "Content-Security-Policy",
    "default-src 'self'; img-src 'self' data:; frame-src https:; object-src 'none'; base-uri 'self'; form-action 'self'; " +
      // Drafts are shown in the editor's panel too.
      `frame-ancestors 'self'${isPrivate ? ` ${new URL(CMS_URL).origin}` : ""}`,
  );
}

function passOn(answer: Response): Response {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
