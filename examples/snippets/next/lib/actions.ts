"use server";
// lib/actions.ts: what readers send.
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { send, unlock, type Outcome } from "./cms";
import { visitor } from "./request";

export async function sendForm(id: number, _last: Outcome | null, values: FormData): Promise<Outcome> {
  const own = [...values.keys()].filter((name) => name.startsWith("$ACTION")); // Next's
  for (const name of own) values.delete(name);
  const outcome = await send(id, values, await visitor(), (await cookies()).get("unlocked")?.value);
  if (outcome.taken && outcome.redirect) redirect(outcome.redirect.path);
  return outcome;
}

export async function openPage(path: string, _last: number, values: FormData): Promise<number> {
  const opened = await unlock(path.split("?")[0]!, String(values.get("password")), await visitor());
  if (typeof opened === "number") return opened; // 403 for a wrong password, 429 for too many
  const secure = process.env.SITE_HOST!.startsWith("https:");
  (await cookies()).set("unlocked", opened.token, { httpOnly: true, sameSite: "lax", secure, maxAge: opened.expires_in });
  redirect(path);
}
