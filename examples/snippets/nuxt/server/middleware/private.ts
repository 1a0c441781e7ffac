// server/middleware/private.ts: what one reader may see is kept by nobody, and its address is told to nobody.
export default defineEventHandler((event) => {
  const { token, unlocked } = keysOf(event);
  if (token || unlocked) setHeaders(event, { "Cache-Control": "private, no-store", "Referrer-Policy": token ? "no-referrer" : "same-origin" });
});
