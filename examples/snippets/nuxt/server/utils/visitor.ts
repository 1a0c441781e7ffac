// server/utils/visitor.ts
import type { H3Event } from "h3";

/** What one reader may see: the draft's token, and what opens locked pages. */
export const keysOf = (event: H3Event) => ({ token: getCookie(event, "preview"), unlocked: getCookie(event, "unlocked") });

/** The address it came from, which the CMS counts. */
export const visitorOf = (event: H3Event) => getRequestIP(event, { xForwardedFor: true }) ?? "";

/** Whether a page of this site has sent it. */
export const isOwn = (event: H3Event) => getHeader(event, "origin") === new URL(process.env.SITE_HOST!).origin;
