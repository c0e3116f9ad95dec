/** The two languages of every page: which one, what direction, and how foreign words keep out of the line's direction. */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { AR } from "./texts/ar.ts";
import { EN } from "./texts/en.ts";

/** The words of each package by its name; a page adds its own by declaration, and at its start (`begin`). */
export interface Texts {
  ui: typeof EN;
}

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    resources: Texts;
  }
}

export const LANGUAGES = {
  ar: { name: "العربية", dir: "rtl", locale: "ar-LY" },
  en: { name: "English", dir: "ltr", locale: "en-GB" },
} as const;
export type Language = keyof typeof LANGUAGES;

/** One package's words in both languages. */
export interface Words {
  readonly en: object;
  readonly ar: object;
}

const KEPT = "deconflict-language";
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

let waiting = 0;
let title: (language: Language) => string = () => "deconflict";

export const isLanguage = (name: string | null): name is Language => name !== null && name in LANGUAGES;

export const localeOf = (language: string): string => LANGUAGES[isLanguage(language) ? language : "en"].locale;

/** How numbers and times are written for whoever reads the page. */
export function useLocale(): string {
  return localeOf(useTranslation().i18n.language);
}

/** Keep a name, number or reference apart from the direction of the line it stands in (UAX 9). */
export const apart = (value: string | number): string => `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`;

/** The person's choice on this device, or what the browser asks for. */
function wanted(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.some((name) => name.startsWith("ar")) ? "ar" : "en";
}

function show(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
  document.title = titled(title(language), waiting, language);
}

/** A page's title: first how many alerts wait for an answer, for whoever looks at another page or part. Pure. */
export const titled = (name: string, count: number, language: Language): string =>
  count === 0 ? name : `(${new Intl.NumberFormat(localeOf(language)).format(count)}) ${name}`;

/** From now on the page's title says how many alerts wait. */
export function tellWaiting(count: number): void {
  waiting = count;
  const { lang } = document.documentElement;
  if (isLanguage(lang)) document.title = titled(title(lang), waiting, lang);
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
  show(language);
}

/** Get the words of a page ready: its own, and those of the packages that it is made of, by their names. */
export async function begin(titled: (language: Language) => string, packages: Record<string, Words>): Promise<void> {
  title = titled;
  const all: Record<string, Words> = { ui: { en: EN, ar: AR }, ...packages };
  const of = (language: Language): Record<string, object> =>
    Object.fromEntries(Object.entries(all).map(([name, words]) => [name, words[language]]));
  await i18next.use(initReactI18next).init({
    lng: wanted(),
    fallbackLng: false,
    defaultNS: "ui",
    ns: Object.keys(all),
    resources: { en: of("en"), ar: of("ar") },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  show(wanted());
}
