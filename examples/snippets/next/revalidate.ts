// app/api/revalidate/route.ts of a Next.js app: told by a webhook what has changed.
import { createHmac, timingSafeEqual } from "node:crypto";
import { revalidateTag } from "next/cache";

export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  if (!isSigned(request.headers, body)) return new Response("This is not signed.", { status: 401 });
  const { tags, urls, old_urls } = JSON.parse(body) as Record<"tags" | "urls" | "old_urls", string[]>;
  const paths = [...urls, ...old_urls].map((url) => `path:${new URL(url).pathname}`);
  for (const tag of new Set([...tags, ...paths])) revalidateTag(tag, "max");
  return Response.json({ revalidated: tags.length });
}

function isSigned(headers: Headers, body: string): boolean {
  const [id, timestamp, given] = ["id", "timestamp", "signature"].map((name) => headers.get(`webhook-${name}`) ?? "");
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return false;
  const key = Buffer.from(process.env.REVALIDATE_SECRET!.replace("whsec_", ""), "base64");
  const wanted = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`);
  return given!.split(" ").some((each) => each.length === wanted.length && timingSafeEqual(Buffer.from(each), wanted));
}
