// src/routes/api/preview/+server.ts: the way into a draft and, without a token, out of it.
import { preview } from "../../../lib/server/cms";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ url, cookies }) => {
  const token = url.searchParams.get("token");
  const draft = token ? await preview(token) : undefined;
  if (token && !draft) return new Response("This link has ended.", { status: 401 });
  // The editor's panel frames this site from another one: over https the cookie is sent there too.
  const secure = process.env.SITE_HOST!.startsWith("https:");
  const options = { path: "/", httpOnly: true, secure, sameSite: secure ? "none" : "lax", partitioned: secure } as const;
  if (token) cookies.set("preview", token, options);
  else cookies.delete("preview", options);
  const headers = { Location: draft?.canonical_path ?? "/", "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer" };
  return new Response(null, { status: 302, headers });
};
