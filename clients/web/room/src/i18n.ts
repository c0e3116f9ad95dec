/** The two languages of the room: which one, what direction, and how foreign words keep out of the line's direction. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { AR } from "./texts/ar.ts";
import { EN } from "./texts/en.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof EN };
  }
}

export const LANGUAGES = {
  ar: { name: "العربية", dir: "rtl", locale: "ar-LY" },
  en: { name: "English", dir: "ltr", locale: "en-GB" },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "deconflict-language";
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

export const isLanguage = (name: string | null): name is Language => name !== null && name in LANGUAGES;

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
  document.title = i18next.t("title");
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
  show(language);
}

export async function begin(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: wanted(),
    fallbackLng: false,
    resources: { en: { translation: EN }, ar: { translation: AR } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  show(wanted());
}
