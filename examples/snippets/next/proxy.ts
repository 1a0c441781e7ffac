// proxy.ts: the status of every page, which Next can say here only, and where an address leads.
import { type NextRequest, NextResponse } from "next/server";
import { found } from "./lib/found";

export const config = { matcher: "/((?!_next/|api/|media/|pictures/|static/|search/|favicon.ico).*)" };

export async function proxy(request: NextRequest): Promise<NextResponse> {
  // An action of lib/actions.ts answers by itself.
  if (request.method === "POST") return NextResponse.next();
  const { pathname, search } = new URL(request.url);
  const [preview, unlocked] = ["preview", "unlocked"].map((name) => request.cookies.get(name)?.value);
  const verdict = await found(pathname + search, preview, unlocked);
  if (verdict.verdict === "redirect") {
    const location = new URL(verdict.location_path ?? verdict.location, process.env.SITE_HOST); // Next takes whole addresses only
    return new NextResponse(null, { status: verdict.status, headers: { Location: location.href } });
  }
  const response = NextResponse.rewrite(request.nextUrl, { status: verdict.status });
  if (preview) response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}
