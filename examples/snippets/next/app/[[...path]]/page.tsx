// app/[[...path]]/page.tsx: every page of the site. proxy.ts has said its status and sent on what leads elsewhere.
import { cookies } from "next/headers";
import { Lock, Questions } from "../../components/forms";
import { Head } from "../../components/head";
import { formOf } from "../../lib/cms";
import { pathOf, verdictAt } from "../../lib/request";

type Props = { params: Promise<{ path?: string[] }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ params, searchParams }: Props) {
  const path = await pathOf(params, searchParams);
  const found = await verdictAt(path);
  if (found.verdict !== "page") {
    return (
      <main>
        <title>{String(found.status)}</title>
        <meta name="robots" content="noindex" />
        <h1>{found.status}</h1>
        {found.verdict === "restricted" && <Lock path={path} />}
      </main>
    );
  }
  const { head, page } = found;
  const form = page.type === "home.FormPage" && (await formOf(page.id, (await cookies()).get("unlocked")?.value));
  return (
    <main>
      <Head head={head} />
      <h1>{page.title}</h1>
      {typeof page.fields.summary === "string" && <p>{page.fields.summary}</p>}
      {form && <Questions id={page.id} form={form} />}
    </main>
  );
}
