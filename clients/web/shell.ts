/**
 * Builds what the phone's page is kept by: the files that it opens with, listed in front of its service worker, and its
 * manifest and icons beside the page.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

const WORKER = "mobile/sw.js";
const PAGE = "mobile/index.html";

/** Names the worker's own file; everything else keeps its hash. */
export const entryName = ({ name }: { name: string }): string =>
  name === "sw" ? WORKER : "assets/[name]-[hash].js";

/** The files that the page opens with: what is only loaded later, like the map, is kept when it was. */
function openedWith(bundle: Bundle): string[] {
  const found = new Set<string>();
  const follow = (name: string): void => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== "chunk") return;
    found.add(name);
    for (const file of [...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])]) {
      found.add(file);
    }
    for (const each of chunk.imports) follow(each);
  };
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === "chunk" && file.facadeModuleId?.endsWith(PAGE)) follow(name);
  }
  return [...found].sort();
}

const bytesOf = (file: Bundle[string] | undefined): string | Uint8Array => {
  if (file === undefined) throw new Error("the phone's page was not built");
  return file.type === "chunk" ? file.code : file.source;
};

/** Gives the worker its own copy of what it shares with the page: a worker that imports is none in every browser. */
export const workersOwn: Plugin = {
  name: "deconflict-worker",
  apply: "build",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!importer?.endsWith("/worker/sw.ts")) return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found === null ? null : `${found.id}?copy`;
  },
};

export function shell(folder: string): Plugin {
  const beside = ["manifest.json", ...readdirSync(join(folder, "icons")).map((name) => `icons/${name}`)];
  return {
    name: "deconflict-shell",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const path of beside) {
          const fileName = `mobile/${path.split("/").at(-1)}`;
          this.emitFile({ type: "asset", fileName, source: readFileSync(join(folder, path)) });
        }
        const files = openedWith(bundle);
        const sum = createHash("sha256").update(bytesOf(bundle[PAGE]));
        for (const name of files) sum.update(name);
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk" || worker.imports.length > 0) throw new Error("the worker is no file of its own");
        const known = { version: sum.digest("hex").slice(0, 16), files: ["/mobile/", ...files.map((name) => `/${name}`)] };
        worker.code = `const SHELL = ${JSON.stringify(known)};\n${worker.code}`;
      },
    },
  };
}
