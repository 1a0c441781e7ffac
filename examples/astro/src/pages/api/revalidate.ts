/** Told by the CMS what has changed: pages made of it are forgotten, and made anew when somebody asks. */
import { REVALIDATE_SECRET, SITE_HOST } from "astro:env/server";
import type { APIRoute } from "astro";
import { forgetFrames } from "../../lib/frame";
import { forget } from "../../lib/pages";
import { verify } from "../../lib/webhooks";

interface Change {
  urls: string[];
  old_urls: string[];
  tags: string[];
}

const MOST_BYTES = 1_000_000;

export const POST: APIRoute = async ({ request }) => {
  if (!REVALIDATE_SECRET) return new Response("No REVALIDATE_SECRET is set.", { status: 503 });
  const body = await request.text();
  if (body.length > MOST_BYTES) return new Response("Too much.", { status: 413 });
  if (!verify(REVALIDATE_SECRET, request.headers, body)) return new Response("This is not signed.", { status: 401 });
  const change = JSON.parse(body) as Change;
  await forgetFrames(change.tags);
  // The CMS may have other sites, with pages at the same paths.
  const urls = [...change.urls, ...change.old_urls].map((url) => new URL(url));
  const paths = urls.filter((url) => url.hostname === new URL(SITE_HOST).hostname).map((url) => url.pathname);
  return Response.json({ forgotten: forget(change.tags, paths) });
};
