// server/api/preview.get.ts: the way into a draft and, without a token, out of it.
export default defineEventHandler(async (event) => {
  const { token } = getQuery<{ token?: string }>(event);
  const draft = token ? await preview(token) : undefined;
  if (token && !draft) throw createError({ statusCode: 401, statusMessage: "This link has ended." });
  // The editor's panel frames this site from another one: over https the cookie is sent there too.
  const secure = process.env.SITE_HOST!.startsWith("https:");
  const options = { path: "/", httpOnly: true, secure, sameSite: secure ? "none" : "lax", partitioned: secure } as const;
  if (token) setCookie(event, "preview", token, options);
  else deleteCookie(event, "preview", options);
  setHeader(event, "Cache-Control", "private, no-store");
  setHeader(event, "Referrer-Policy", "no-referrer");
  return sendRedirect(event, draft?.canonical_path ?? "/");
});
