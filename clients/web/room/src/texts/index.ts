/** The words of `@deconflict/room` in both languages. */
import { AR } from "./ar.ts";
import { EN } from "./en.ts";

declare module "@deconflict/ui" {
  interface Texts {
    room: typeof EN;
  }
}

export const WORDS = { en: EN, ar: AR };
