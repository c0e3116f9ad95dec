/** Starts the page of `@deconflict/door`. */
import { start } from "@deconflict/ui";
import { DoorPage } from "./DoorPage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { door: WORDS },
  shown: (api) => <DoorPage api={api} />,
});
