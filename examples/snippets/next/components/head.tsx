// components/head.tsx: the head of the CMS, tag for tag. React moves these into <head>.
import type { Page } from "../lib/cms";

/** HTML's names of attributes that React calls otherwise. */
const REACT: Record<string, string> = { hreflang: "hrefLang", imagesrcset: "imageSrcSet", imagesizes: "imageSizes", crossorigin: "crossOrigin" };

export function Head({ head }: { head: Page["head"] }) {
  return (
    <>
      <title>{head.title}</title>
      {head.metas.map((meta, index) => <meta key={index} {...meta} />)}
      {head.links.map((link, index) => (
        <link key={index} {...Object.fromEntries(Object.entries(link).map(([name, value]) => [REACT[name] ?? name, value]))} />
      ))}
      {head.json_ld && (
        <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(head.json_ld).replaceAll("<", "\\u003c") }} />
      )}
    </>
  );
}
