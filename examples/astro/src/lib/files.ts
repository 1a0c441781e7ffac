/** Files of the site that the CMS makes: pictures, feeds, sitemaps. */
import { CMS_URL } from "astro:env/server";
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { Readable } from "node:stream";
import { site } from "./cms";

/** A feed that nobody has asked for yet draws its pictures first. */
const TIMEOUT = 60_000;
const ASKED_FOR = ["Accept", "If-Modified-Since", "If-None-Match", "Range"];

/** A file under the site's own name, by which the CMS tells its sites apart. Not with fetch: that sends no Host but the
 * address's own, and says nothing. */
export async function file(path: string, request: Request): Promise<Response> {
  try {
    return await fetchAsSite(path, request);
  } catch (error) {
    if (!["GET", "HEAD"].includes(request.method) || (error as Error).name === "AbortError") throw error;
    return fetchAsSite(path, request); // the connection failed
  }
}

function fetchAsSite(path: string, request: Request): Promise<Response> {
  const address = new URL(CMS_URL + path);
  const headers: Record<string, string> = { Host: site };
  for (const name of ASKED_FOR) {
    const value = request.headers.get(name);
    if (value) headers[name] = value;
  }
  const send = address.protocol === "https:" ? overHttps : overHttp;
  // The certificate is that of the address, not of the site.
  const options = { method: request.method, headers, servername: address.hostname, signal: AbortSignal.timeout(TIMEOUT) };
  return new Promise((resolve, reject) => {
    const asked = send(address, options, (answer) => {
      const status = answer.statusCode ?? 502;
      const isEmpty = request.method === "HEAD" || status === 204 || status === 304;
      if (isEmpty) answer.resume();
      const given = new Headers();
      for (const [name, value] of Object.entries(answer.headersDistinct)) given.set(name, (value ?? []).join(", "));
      resolve(new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers: given }));
    });
    asked.on("error", reject).end();
  });
}
