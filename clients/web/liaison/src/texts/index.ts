/** The words of `@deconflict/liaison` in both languages. */
import { AR } from "./ar.ts";
import { EN } from "./en.ts";

declare module "@deconflict/ui" {
  interface Texts {
    liaison: typeof EN;
  }
}

export const WORDS = { en: EN, ar: AR };
