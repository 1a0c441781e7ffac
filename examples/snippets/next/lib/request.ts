// lib/request.ts: what was asked for, as layout and page need it.
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { found } from "./found";

type Parts = Promise<{ path?: string[] }>;
type Query = Promise<Record<string, string | string[] | undefined>>;

/** The address as the CMS writes it; a layout knows no query. */
export async function pathOf(params: Parts, searchParams?: Query): Promise<string> {
  const path = ["", ...((await params).path ?? []), ""].join("/");
  const pairs = Object.entries((await searchParams) ?? {}).flatMap(([name, value]) => [value ?? ""].flat().map((each) => [name, each]));
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path;
}

/** What stands there for this reader; asked for once in a request. */
export const verdictAt = cache(async (path: string) => {
  const kept = await cookies();
  return found(path, kept.get("preview")?.value, kept.get("unlocked")?.value);
});

/** Where the reader is, as the CMS counts forms and passwords: what the server in front of Next says. */
export const visitor = async (): Promise<string> => (await headers()).get("x-forwarded-for") ?? "";
