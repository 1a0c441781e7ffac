/** What crawlers may fetch, as it is kept in the CMS. */
import type { APIRoute } from "astro";
import { file } from "../lib/files";

export const GET: APIRoute = async ({ request }) => {
  const answer = await file("/robots.txt", request);
  return new Response(answer.body, { status: answer.status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
};
