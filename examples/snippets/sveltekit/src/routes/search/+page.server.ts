// src/routes/search/+page.server.ts
import { search } from "../../lib/server/cms";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url, fetch: ask }) => {
  const q = url.searchParams.get("q") ?? "";
  const found = q ? await search(q, url.searchParams.get("locale") ?? "en-GB", { ask }) : undefined;
  return { q, items: found ? [...found.products.items, ...found.pages.items] : [] };
};
