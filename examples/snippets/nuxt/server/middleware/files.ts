// server/middleware/files.ts: what the CMS makes itself is passed on.
const FILES = /^\/(media|pictures|static)\//;

export default defineEventHandler((event) => {
  if (FILES.test(event.path)) return proxyRequest(event, process.env.CMS_URL + event.path, { fetchOptions: { redirect: "manual" } });
});
