// A client for an app (React Native, Expo): fetch and nothing else. It shows fields, not HTML pages, and works offline with
// what it saw last.
export type Verdict = {
  verdict: "page" | "redirect" | "gone" | "missing" | "restricted";
  status: number;
  location_path?: string | null;
  page?: { type: string; title: string; fields: Record<string, unknown> };
  breadcrumbs?: { title: string; path: string }[];
};

/** Where answers are kept: AsyncStorage has these two, and so has a Map in a test. */
export interface Store {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<unknown>;
}

export class Cms {
  private readonly url: string;
  private readonly site: string;
  private readonly store: Store;

  constructor(url: string, site: string, store: Store) {
    this.url = url;
    this.site = site;
    this.store = store;
  }

  /** What stands at a path, rich text as blocks: there is no HTML to show in an app. Redirects are followed. */
  async resolve(path: string, hops = 1): Promise<Verdict> {
    const wanted = { path, site: this.site, rich_text_format: "blocks", include: "page,breadcrumbs" };
    const found = await this.read<Verdict>(`resolve/?${new URLSearchParams(wanted)}`);
    if (found.verdict === "redirect" && found.location_path && hops > 0) return this.resolve(found.location_path, hops - 1);
    return found;
  }

  /** An answer; the last one, where nothing has changed or nobody answers. */
  async read<Body>(endpoint: string): Promise<Body> {
    const last = JSON.parse((await this.store.getItem(endpoint)) ?? "null") as { etag: string; body: Body } | null;
    const headers: Record<string, string> = last ? { "If-None-Match": last.etag } : {};
    const response = await fetch(`${this.url}/api/v1/${endpoint}`, { headers }).catch(() => null);
    if (last && (!response || response.status === 304 || response.status >= 500)) return last.body;
    if (!response?.ok) throw new Error(`The CMS answered ${response?.status ?? "nothing"} at ${endpoint}.`);
    const body = (await response.json()) as Body;
    await this.store.setItem(endpoint, JSON.stringify({ etag: response.headers.get("ETag") ?? "", body }));
    return body;
  }
}
