/** Signatures of webhooks, as Standard Webhooks has them. */
import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE = 5 * 60;

/** Whether the CMS sent this, and lately. While a secret is changed, `secrets` holds both, with a space between. */
export function verify(secrets: string, headers: Headers, body: string, now = Date.now() / 1000): boolean {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  const signatures = (headers.get("webhook-signature") ?? "").split(" ");
  if (!id || !(Math.abs(now - Number(timestamp)) <= TOLERANCE)) return false;
  return secrets.split(" ").some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    if (key.length === 0) return false; // else anybody could sign
    const wanted = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`);
    return signatures.some((signature) => {
      const given = Buffer.from(signature);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  });
}
