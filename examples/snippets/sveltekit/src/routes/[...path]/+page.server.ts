// src/routes/[...path]/+page.server.ts: every page of the site.
import { error, fail, redirect } from "@sveltejs/kit";
import { formOf, preview, resolve, send, unlock } from "../../lib/server/cms";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url, cookies, locals, setHeaders, fetch: ask }) => {
  const [token, unlocked] = [cookies.get("preview"), cookies.get("unlocked")];
  const path = url.pathname + withoutAction(url);
  const draft = token ? await preview(token, path, { ask }) : undefined;
  const found = draft ?? (await resolve(path, unlocked, { ask }));
  if (found.verdict === "redirect") redirect(found.status, found.location_path ?? found.location, { external: true });
  if (token || unlocked) setHeaders({ "Cache-Control": "private, no-store", "Referrer-Policy": draft ? "no-referrer" : "same-origin" });
  if (found.verdict === "restricted" && found.method === "password") {
    locals.status = found.status;
    return { locked: true as const };
  }
  if (found.verdict !== "page") error(found.status, { message: found.verdict });
  locals.lang = found.locale;
  const form = found.page.type === "home.FormPage" ? await formOf(found.page.id, unlocked, { ask }) : undefined;
  return { locked: false as const, head: found.head.html, page: found.page, form };
};

export const actions: Actions = {
  send: async ({ request, url, cookies, getClientAddress }) => {
    const unlocked = cookies.get("unlocked");
    const found = await resolve(url.pathname, unlocked);
    if (found.verdict !== "page") error(found.status === 404 ? 404 : 409, { message: found.verdict });
    const outcome = await send(found.page.id, await request.formData(), getClientAddress(), unlocked);
    if (!outcome.taken) return fail(422, { errors: outcome.errors });
    if (outcome.redirect) redirect(303, outcome.redirect.path);
    return { message: outcome.message };
  },
  open: async ({ request, url, cookies, getClientAddress }) => {
    const password = String((await request.formData()).get("password"));
    const opened = await unlock(url.pathname, password, getClientAddress());
    if (typeof opened === "number") return fail(opened, { refused: opened });
    const secure = process.env.SITE_HOST!.startsWith("https:");
    cookies.set("unlocked", opened.token, { path: "/", secure, sameSite: "lax", maxAge: opened.expires_in });
    redirect(303, url.pathname);
  },
};

/** The query without `?/send`, by which SvelteKit names an action. */
function withoutAction(url: URL): string {
  const query = url.search.slice(1).split("&").filter((part) => part && !part.startsWith("/"));
  return query.length > 0 ? `?${query.join("&")}` : "";
}
