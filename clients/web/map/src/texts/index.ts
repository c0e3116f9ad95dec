/** The words of `@deconflict/map` in both languages: a page that shows a map adds them to its own at its start. */
import { AR } from "./ar.ts";
import { EN } from "./en.ts";

declare module "@deconflict/ui" {
  interface Texts {
    map: typeof EN;
  }
}

export const MAP_WORDS = { en: EN, ar: AR };
