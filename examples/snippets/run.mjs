// node run.mjs NAME PATH: what stands at PATH, asked with the code of the folder NAME, as one line of JSON.
const [name, path = "/"] = process.argv.slice(2);
const { CMS_URL, SITE_HOST } = process.env;
const files = { nuxt: ["./shared/cms.ts", "./nuxt/shared/utils/head.ts"], mobile: ["./mobile/cms.ts"] };
const parts = await Promise.all((files[name] ?? ["./shared/cms.ts"]).map((file) => import(file)));
const code = Object.assign({}, ...parts);

let resolve = code.resolve;
if (code.Cms) {
  const kept = new Map();
  const store = { getItem: async (key) => kept.get(key) ?? null, setItem: async (key, value) => kept.set(key, value) };
  const cms = new code.Cms(CMS_URL, new URL(SITE_HOST).host, store);
  await cms.resolve(path); // the second time it is asked whether anything has changed
  resolve = (asked) => cms.resolve(asked);
}
const found = await resolve(path);
const head = found.head && (code.headOf?.(found) ?? found.head.html);
console.log(JSON.stringify({ verdict: found.verdict, status: found.status, title: found.page?.title, head }));
