/** Starts the page of `@deconflict/room`. */
import { MAP_WORDS } from "@deconflict/map";
import { start } from "@deconflict/ui";
import { RoomPage } from "./RoomPage.tsx";
import { WORDS } from "./texts/index.ts";

await start({
  title: (language) => WORDS[language].title,
  words: { room: WORDS, map: MAP_WORDS },
  shown: (api) => <RoomPage api={api} />,
});
