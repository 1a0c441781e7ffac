// src/hooks.server.ts: what the CMS makes itself is passed on; <html lang> is that of the page.
import type { Handle } from "@sveltejs/kit/hooks";

const FILES = /^\/(media|pictures|static)\//;

export const handle: Handle = async ({ event, resolve }) => {
  if (FILES.test(event.url.pathname)) return passedOn(event.url.pathname + event.url.search);
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace("%lang%", event.locals.lang ?? "en").replace("%dir%", event.locals.lang === "ar" ? "rtl" : "ltr"),
  });
  if (response.headers.get("Content-Type") === "text/html") response.headers.set("Content-Type", "text/html; charset=utf-8");
  // What `load` answers is 200: the status of a locked page is said here.
  return event.locals.status ? new Response(response.body, { status: event.locals.status, headers: response.headers }) : response;
};

async function passedOn(address: string): Promise<Response> {
  const answer = await fetch(process.env.CMS_URL + address, { redirect: "manual" });
  const headers = new Headers();
  for (const name of ["Content-Type", "Cache-Control", "Location"]) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
