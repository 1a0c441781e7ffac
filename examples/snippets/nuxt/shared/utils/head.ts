// shared/utils/head.ts: used by the page, in the browser too; it asks for nothing.
import type { Page } from "../../server/utils/cms";

/** What `useHead` takes: every tag of the CMS's head, in its order. */
export function headOf({ head, locale }: Pick<Page, "head" | "locale">) {
  const script = head.json_ld ? [{ type: "application/ld+json", innerHTML: escaped(head.json_ld) }] : [];
  return {
    htmlAttrs: { lang: locale, dir: locale === "ar" ? ("rtl" as const) : ("ltr" as const) },
    title: head.title,
    meta: head.metas,
    link: head.links as { rel: "canonical"; href: string }[], // useHead has a type for each kind of link
    script,
  };
}

/** JSON that cannot end the script it stands in. */
function escaped(value: object): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
