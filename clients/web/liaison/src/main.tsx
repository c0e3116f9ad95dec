/** Starts the page of `@deconflict/liaison`. */
import { start } from "@deconflict/ui";
import { LiaisonPage } from "./LiaisonPage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { liaison: WORDS },
  shown: (api) => <LiaisonPage api={api} />,
});
