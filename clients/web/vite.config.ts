/** Builds the pages into the service, which hands them out. Nothing is fetched from anywhere else. */
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A folder each; the service hands out `door` under `/`, the others under their names. */
const PAGES = ["door", "room", "liaison", "mobile"];

export default defineConfig({
  root: here("."),
  // Nothing is handed out that no page names.
  publicDir: false,
  base: "/",
  plugins: [react()],
  build: {
    outDir: here("../../deconflict/api/dist"),
    emptyOutDir: true,
    // The service's content security policy allows no inline script, style or data: everything is a file.
    rolldownOptions: {
      input: PAGES.map((name) => here(`./${name}/index.html`)),
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
