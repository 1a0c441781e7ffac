import node from "@astrojs/node";
import { defineConfig, envField } from "astro/config";

const server = { context: "server", access: "secret" };

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  // The CMS says how an address is written; nothing is put right here.
  trailingSlash: "ignore",
  compressHTML: false,
  devToolbar: { enabled: false },
  // Forms are compared with SITE_HOST in src/middleware.ts: behind a proxy this server does not know its own name.
  security: { checkOrigin: false },
  env: {
    schema: {
      CMS_URL: envField.string({ ...server, url: true }),
      SITE_HOST: envField.string({ ...server, url: true }),
      REVALIDATE_SECRET: envField.string({ ...server, optional: true }),
    },
  },
  // The styles of the CMS's own pages stand outside this folder.
  vite: { server: { fs: { allow: ["../.."] } } },
});
