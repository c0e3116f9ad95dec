/** Builds the room's pages into the service, which hands them out. Nothing is fetched from anywhere else. */
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/",
  plugins: [react()],
  build: {
    outDir: here("../../../deconflict/api/dist"),
    emptyOutDir: true,
    // The service's content security policy allows no inline script, style or data: everything is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
