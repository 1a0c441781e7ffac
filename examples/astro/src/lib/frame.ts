/** What stands around every page: the site's facts and its menus. Asked for once, and kept until they change. */
import type { components } from "./api";
import { read } from "./cms";

export type Settings = components["schemas"]["SiteSettings"];
export type Language = components["schemas"]["SiteLanguage"];
export type MenuItem = components["schemas"]["NavigationItem"];

export interface Surroundings {
  settings: Settings;
  menus: Record<string, MenuItem[]>;
  tags: string[];
}

const SECONDS = 300;
const frames = new Map<string, { frame: Promise<Surroundings>; until: number }>();

/** The frame in a language; in the default one without it. */
export function frameOf(locale = ""): Promise<Surroundings> {
  const kept = frames.get(locale);
  if (kept && kept.until > Date.now()) return kept.frame;
  const frame = askFor(locale);
  frames.set(locale, { frame, until: Date.now() + SECONDS * 1000 });
  frame.catch(() => frames.delete(locale));
  return frame;
}

async function askFor(locale: string): Promise<Surroundings> {
  const parameters: Record<string, string> = locale ? { locale } : {};
  const [settings, navigation] = await Promise.all([
    read<Settings>("settings/", parameters),
    read<components["schemas"]["NavigationList"]>("navigation/", { ...parameters, fallback: "default" }),
  ]);
  return {
    settings: settings.body,
    menus: Object.fromEntries(navigation.body.items.map((menu) => [menu.handle, menu.items])),
    tags: [...settings.tags, ...navigation.tags],
  };
}

/** The language of an address by its prefix; the default one where it has none. */
export async function languageOf(path: string): Promise<Language> {
  const { languages } = (await frameOf()).settings;
  const prefixed = languages.filter((language) => !language.is_default && path.startsWith(language.path));
  return prefixed[0] ?? languages.find((language) => language.is_default)!;
}

/** Ask again for what is made of something that changed. */
export async function forgetFrames(tags: string[]): Promise<void> {
  for (const [locale, { frame }] of frames) {
    const made = (await frame).tags;
    if (tags.some((tag) => made.includes(tag))) frames.delete(locale);
  }
}
