// app/search/page.tsx
import { search } from "../../lib/cms";

export default async function Search({ searchParams }: { searchParams: Promise<{ q?: string; locale?: string }> }) {
  const { q = "", locale = "en-GB" } = await searchParams;
  const { products, pages } = q ? await search(q, locale) : { products: { items: [] }, pages: { items: [] } };
  return (
    <main>
      <title>Search</title>
      <meta name="robots" content="noindex" />
      <form><input name="q" defaultValue={q} /><button>Search</button></form>
      <ul>{[...products.items, ...pages.items].map(({ path, title }) => <li key={path}><a href={path}>{title}</a></li>)}</ul>
    </main>
  );
}
