// The CMS, asked with plain fetch by the server of a front end. Needs CMS_URL, where the CMS answers, and SITE_HOST, the
// origin readers see; both are read when something is asked, so that the project builds without them.

/** A page: what it shows, and the head its HTML must print. */
export type Page = {
  verdict: "page";
  status: 200;
  path: string;
  canonical_path: string;
  /** The language served, as `lang` takes it. */
  locale: string;
  cache: { tags: string[] };
  page: { id: number; type: string; title: string; fields: Record<string, unknown> };
  head: {
    title: string;
    metas: Record<string, string>[];
    links: Record<string, string>[];
    json_ld: object | null;
    html: string;
  };
};

export type Redirect = { verdict: "redirect"; status: 301 | 302 | 307 | 308; location: string; location_path: string | null };

export type Nothing =
  | { verdict: "gone"; status: 410 | 451; reason: string | null }
  | { verdict: "missing"; status: 404 }
  | { verdict: "restricted"; status: 401 | 403; method: "password" | "login" };

export type Verdict = (Page | Redirect | Nothing) & { cache: { tags: string[] } };

export type Card = { title: string; path: string; summary: string };

export type Form = {
  fields: {
    name: string;
    label: string;
    type: string;
    required: boolean;
    choices: string[];
    constraints: { max_length?: number };
  }[];
  anti_spam: { token: string; token_name: string; honeypot: string };
};

export type Outcome =
  | { taken: true; message: string; redirect: { path: string } | null }
  | { taken: false; errors: { field: string; message: string }[] };

/** What the framework adds to a request, as Next its tags. */
type Options = RequestInit & { ask?: typeof fetch };

/** What stands at a path with its query: one call for a page view. `unlocked` opens pages not everybody may read. */
export function resolve(path: string, unlocked = "", options: Options = {}): Promise<Verdict> {
  const headers: Record<string, string> = unlocked ? { "X-Unlock": unlocked } : {};
  return read<Verdict>("resolve/", { path, fallback: "default", site: site() }, { ...options, headers });
}

/** The draft a token opens, at an address of its page; undefined when it has ended or belongs to another page. */
export async function preview(token: string, path?: string, options: Options = {}): Promise<Page | undefined> {
  const wanted = { token, ...(path ? { path } : {}) };
  const response = await ask("preview/resolve/", wanted, { cache: "no-store", ...options });
  if (response.status === 401 || response.status === 404) return undefined;
  return body<Page>(response);
}

export function search(q: string, locale: string, options: Options = {}): Promise<{ [kind in "products" | "pages"]: { items: Card[] } }> {
  return read("search/", { q, locale, site: site() }, { cache: "no-store", ...options });
}

/** A form with a token made for one visitor: never kept. */
export function formOf(id: number, unlocked = "", options: Options = {}): Promise<Form> {
  const headers: Record<string, string> = unlocked ? { "X-Unlock": unlocked } : {};
  return read<Form>(`forms/${id}/`, { site: site() }, { cache: "no-store", ...options, headers });
}

/** Hand an answer on as it came, files too. `visitor` is the address it came from, which the CMS counts. */
export async function send(id: number, values: FormData, visitor: string, unlocked = ""): Promise<Outcome> {
  const filled = new FormData();
  // A file nobody chose is sent by browsers without a name.
  for (const [name, value] of values) if (typeof value === "string" || value.name) filled.append(name, value);
  const headers = { "X-Forwarded-For": visitor, ...(unlocked ? { "X-Unlock": unlocked } : {}) };
  const response = await ask(`forms/${id}/submissions/`, { site: site() }, { method: "POST", body: filled, headers });
  if (response.ok) return { taken: true, ...(await body<{ message: string; redirect: { path: string } | null }>(response)) };
  if (response.status >= 500) return body(response);
  const problem = (await response.json()) as { title: string; detail?: string; errors?: { loc: string[]; msg: string }[] };
  const errors = (problem.errors ?? []).map(({ loc, msg }) => ({ field: loc[1] === "values" ? String(loc[2]) : "", message: msg }));
  return { taken: false, errors: errors.length > 0 ? errors : [{ field: "", message: problem.detail ?? problem.title }] };
}

/** Try a password: the token for `X-Unlock` and how long it lasts, or the status that says why not. */
export async function unlock(path: string, password: string, visitor: string): Promise<{ token: string; expires_in: number } | number> {
  const headers = { "Content-Type": "application/json", "X-Forwarded-For": visitor };
  const response = await ask("access/unlock/", { site: site() }, { method: "POST", body: JSON.stringify({ path, password }), headers });
  return response.status >= 400 && response.status < 500 ? response.status : body(response);
}

async function read<Body>(endpoint: string, wanted: Record<string, string>, options: Options): Promise<Body> {
  return body<Body>(await ask(endpoint, wanted, options));
}

function ask(endpoint: string, wanted: Record<string, string>, { ask = fetch, ...init }: Options): Promise<Response> {
  return ask(`${setting("CMS_URL")}/api/v1/${endpoint}?${new URLSearchParams(wanted)}`, init);
}

/** The site's name in the CMS. */
function site(): string {
  return new URL(setting("SITE_HOST")).host;
}

function setting(name: "CMS_URL" | "SITE_HOST"): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

async function body<Body>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`The CMS answered ${response.status} at ${response.url}.`);
  return (await response.json()) as Body;
}
