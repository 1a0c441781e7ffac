// server/api/unlock.post.ts: tries a password. Answers 403 for a wrong one, 429 for too many.
export default defineEventHandler(async (event) => {
  if (!isOwn(event)) throw createError({ statusCode: 403 });
  const { path, password } = await readBody<{ path: string; password: string }>(event);
  const opened = await unlock(path, password, visitorOf(event));
  if (typeof opened === "number") throw createError({ statusCode: opened });
  const secure = process.env.SITE_HOST!.startsWith("https:");
  setCookie(event, "unlocked", opened.token, { path: "/", httpOnly: true, secure, sameSite: "lax", maxAge: opened.expires_in });
  return null;
});
