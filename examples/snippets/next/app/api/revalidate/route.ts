// app/api/revalidate/route.ts: told by a webhook what has changed.
import { revalidateTag } from "next/cache";
import { verify } from "../../../lib/webhooks";

export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  if (!verify(process.env.REVALIDATE_SECRET ?? "", request.headers, body)) return new Response("This is not signed.", { status: 401 });
  const { tags, urls, old_urls } = JSON.parse(body) as Record<"tags" | "urls" | "old_urls", string[]>;
  const paths = [...urls, ...old_urls].map((url) => `path:${new URL(url).pathname}`);
  for (const tag of new Set([...tags, ...paths])) revalidateTag(tag, { expire: 0 });
  return Response.json({ revalidated: tags.length });
}
