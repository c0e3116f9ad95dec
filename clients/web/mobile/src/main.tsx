/** Starts the page of `@deconflict/mobile`. */
import { MAP_WORDS } from "@deconflict/map";
import { start } from "@deconflict/ui";
import { MobilePage } from "./MobilePage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { mobile: WORDS, map: MAP_WORDS },
  shown: (api) => <MobilePage api={api} />,
});
