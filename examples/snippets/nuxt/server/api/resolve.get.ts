// server/api/resolve.get.ts: what stands at ?path=, so that the CMS is asked by the server only.
import type { Form, Verdict } from "../utils/cms";
export default defineEventHandler(async (event): Promise<Verdict & { form?: Form }> => {
  const { token, unlocked } = keysOf(event);
  const path = String(getQuery(event).path ?? "/");
  const found = (token ? await preview(token, path) : undefined) ?? (await resolve(path, unlocked));
  if (found.verdict !== "page" || found.page.type !== "home.FormPage") return found;
  return { ...found, form: await formOf(found.page.id, unlocked) };
});
