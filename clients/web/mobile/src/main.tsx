/** Starts the page of `@deconflict/mobile`. */
import { start } from "@deconflict/ui";
import { MobilePage } from "./MobilePage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { mobile: WORDS },
  shown: (api) => <MobilePage api={api} />,
});
