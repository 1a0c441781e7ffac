// vite.config.ts: SITE_HOST is read when the project is built; forms are taken from that origin only.
import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [sveltekit({ adapter: adapter(), paths: { origin: process.env.SITE_HOST } })] });
