/** Builds the pages into the service, which hands them out. Nothing is fetched from anywhere else. */
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { entryName, shell, workersOwn } from "./shell.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A folder each; the service hands out `door` under `/`, the others under their names. */
const PAGES = ["door", "room", "liaison", "mobile"];

export default defineConfig({
  root: here("."),
  // Nothing is handed out that no page names.
  publicDir: false,
  base: "/",
  plugins: [react(), workersOwn, shell(here("./mobile"))],
  build: {
    outDir: here("../../deconflict/api/dist"),
    emptyOutDir: true,
    // The service's content security policy allows no inline script, style or data: everything is a file.
    rolldownOptions: {
      input: {
        ...Object.fromEntries(PAGES.map((name) => [name, here(`./${name}/index.html`)])),
        sw: here("./mobile/src/worker/sw.ts"),
      },
      output: { entryFileNames: entryName },
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
