// server/api/search.get.ts
import type { Card } from "../utils/cms";
export default defineEventHandler(async (event): Promise<Card[]> => {
  const { q = "", locale = "en-GB" } = getQuery<{ q?: string; locale?: string }>(event);
  if (!q) return [];
  const { products, pages } = await search(q, locale);
  return [...products.items, ...pages.items];
});
