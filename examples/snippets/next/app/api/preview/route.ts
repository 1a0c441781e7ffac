// app/api/preview/route.ts: the way into a draft and, without a token, out of it.
import { preview } from "../../../lib/cms";

export async function GET(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token");
  const draft = token ? await preview(token) : undefined;
  if (token && !draft) return new Response("This link has ended.", { status: 401 });
  const secure = process.env.SITE_HOST!.startsWith("https:");
  const crossing = secure ? "SameSite=None; Secure; Partitioned" : "SameSite=Lax"; // the editor's panel frames it from elsewhere
  const headers = {
    Location: draft?.canonical_path ?? "/",
    "Set-Cookie": `preview=${token ?? ""}; Path=/; HttpOnly; ${crossing}${token ? "" : "; Max-Age=0"}`,
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
  };
  return new Response(null, { status: 302, headers });
}
