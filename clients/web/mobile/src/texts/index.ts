/** The words of `@deconflict/mobile` in both languages. */
import { AR } from "./ar.ts";
import { EN } from "./en.ts";

declare module "@deconflict/ui" {
  interface Texts {
    mobile: typeof EN;
  }
}

export const WORDS = { en: EN, ar: AR };
