// next.config.ts
import type { NextConfig } from "next";

const cms = process.env.CMS_URL; // read when the project is built, too

export default {
  skipTrailingSlashRedirect: true, // the CMS says how an address is written
  rewrites: async () => ["media", "pictures", "static"].map((each) => ({ source: `/${each}/:path*`, destination: `${cms}/${each}/:path*` })),
} satisfies NextConfig;
