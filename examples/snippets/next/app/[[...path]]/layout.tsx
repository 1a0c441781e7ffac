// app/[[...path]]/layout.tsx: a root layout, because it has to know the page's language
import type { ReactNode } from "react";
import { pathOf, verdictAt } from "../../lib/request";

type Props = { children: ReactNode; params: Promise<{ path?: string[] }> };

export default async function Layout({ children, params }: Props) {
  const found = await verdictAt(await pathOf(params));
  const lang = found.verdict === "page" ? found.locale : undefined;
  return (
    <html lang={lang} dir={lang === "ar" ? "rtl" : "ltr"}>
      <body>{children}</body>
    </html>
  );
}
