/** Pages not everybody may read: a password or a person opens them, and the reader's browser keeps what opened them. */
import { CMS_URL, SITE_HOST } from "astro:env/server";
import type { AstroCookies } from "astro";
import { ask, CmsError, site } from "./cms";

const COOKIE = "unlocked";
const MOST = 5; // tokens; each is some hundred characters of a cookie

/** What the reader has opened, as the CMS takes it in X-Unlock; empty for nothing. */
export function unlocked(cookies: AstroCookies): string {
  return cookies.get(COOKIE)?.value.replace(/[^\x21-\x7e ]/g, "") ?? "";
}

/** Try what a reader wrote into the form of a locked page. Answers the status: 200, 403 for wrong, 429 for too often. */
export async function unlock(path: string, method: "password" | "login", written: FormData, visitor: string, cookies: AstroCookies) {
  const said = (name: string) => String(written.get(name) ?? "");
  const [endpoint, body] =
    method === "password"
      ? [`unlock/?${new URLSearchParams({ site })}`, { path, password: said("password") }]
      : ["login/", { username: said("username"), password: said("password") }]; // a person is one on every site
  const response = await ask(`${CMS_URL}/api/v1/access/${endpoint}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Forwarded-For": visitor },
  });
  if (response.status >= 500) throw new CmsError(response.status, `access/${endpoint}`, await response.text());
  if (!response.ok) return response.status;
  const { token, expires_in } = (await response.json()) as { token: string; expires_in: number };
  const tokens = [token, ...unlocked(cookies).split(" ").filter(Boolean)].slice(0, MOST);
  const secure = new URL(SITE_HOST).protocol === "https:";
  cookies.set(COOKIE, tokens.join(" "), { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: expires_in });
  return 200;
}
