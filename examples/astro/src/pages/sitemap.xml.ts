/** The site's own sitemap: the CMS writes it with the addresses of this front end. */
import type { APIRoute } from "astro";
import { file } from "../lib/files";

export const GET: APIRoute = async ({ request }) => {
  const answer = await file("/sitemap.xml", request);
  return new Response(answer.body, { status: answer.status, headers: { "Content-Type": "application/xml; charset=utf-8" } });
};
