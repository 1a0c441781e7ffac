/** Forms: read from the CMS, sent on to it, and what it has to say about an answer. */
import { CMS_URL } from "astro:env/server";
import type { components } from "./api";
import { ask, CmsError, site } from "./cms";

type Problem = components["schemas"]["Problem"];
export type Form = components["schemas"]["Form"];
export type Question = components["schemas"]["Question"];

/** What came of an answer: taken, or what is wrong with it. `field` is empty for what concerns no question. */
export type Outcome =
  | { taken: true; message: string; redirect: components["schemas"]["Link"] | null }
  | { taken: false; values: FormData; errors: { field: string; message: string }[] };

/** A form with a token made for one visitor: never kept. */
export async function formOf(id: number, unlocked: string): Promise<Form> {
  const headers: Record<string, string> = unlocked ? { "X-Unlock": unlocked } : {};
  const response = await ask(`${CMS_URL}/api/v1/forms/${id}/?${new URLSearchParams({ site })}`, { headers });
  if (!response.ok) throw new CmsError(response.status, `forms/${id}/`, await response.text());
  return (await response.json()) as Form;
}

export interface Sender {
  locale: string;
  path: string;
  /** The address it came from, which the CMS counts. */
  visitor: string;
  unlocked: string;
}

/** Hand an answer on as it came, files too. */
export async function send(id: number, values: FormData, sender: Sender): Promise<Outcome> {
  const body = new FormData();
  for (const [name, value] of values) {
    // A file nobody chose is sent by browsers without a name.
    if (typeof value === "string" || value.name) body.append(name, value);
  }
  body.set("form-locale", sender.locale);
  body.set("form-page-path", sender.path);
  const response = await ask(`${CMS_URL}/api/v1/forms/${id}/submissions/?${new URLSearchParams({ site })}`, {
    method: "POST",
    body,
    headers: { "X-Forwarded-For": sender.visitor, ...(sender.unlocked ? { "X-Unlock": sender.unlocked } : {}) },
  });
  if (response.ok) {
    const { message, redirect } = (await response.json()) as components["schemas"]["Taken"];
    return { taken: true, message, redirect };
  }
  if (response.status >= 500) throw new CmsError(response.status, `forms/${id}/submissions/`, await response.text());
  const problem = (await response.json()) as Problem;
  const errors = (problem.errors ?? []).map(({ loc, msg }) => ({
    field: loc[1] === "values" ? String(loc[2] ?? "") : "",
    message: msg,
  }));
  return { taken: false, values, errors: errors.length > 0 ? errors : [{ field: "", message: problem.detail ?? problem.title }] };
}
