/** Runs the tests of every workspace in plain Node: nothing here needs a browser. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["*/test/**/*.test.ts"], environment: "node", watch: false },
});
