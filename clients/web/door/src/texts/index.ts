/** The words of `@deconflict/door` in both languages. */
import { AR } from "./ar.ts";
import { EN } from "./en.ts";

declare module "@deconflict/ui" {
  interface Texts {
    door: typeof EN;
  }
}

export const WORDS = { en: EN, ar: AR };
