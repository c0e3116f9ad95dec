/** Starts the page of `@deconflict/liaison`. */
import { MAP_WORDS } from "@deconflict/map";
import { start } from "@deconflict/ui";
import { LiaisonPage } from "./LiaisonPage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { liaison: WORDS, map: MAP_WORDS },
  shown: (api) => <LiaisonPage api={api} />,
});
