/** What is generated is what the contracts say today, and only one file reads it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const WEB = new URL("../../", import.meta.url);
const GENERATOR = fileURLToPath(new URL("../scripts/generate.mjs", import.meta.url));

const sources = (folder: string): string[] =>
  readdirSync(new URL(folder, WEB), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}${name}`);

const PAGES = ["ui/src/", "map/src/", "door/src/", "room/src/", "liaison/src/", "mobile/src/"].flatMap(sources);
const ALL = [...sources("sdk/src/"), ...PAGES];

const textOf = (path: string): string => readFileSync(new URL(path, WEB), "utf8");

test("generated files are fresh", () => {
  expect(() => execFileSync(process.execPath, [GENERATOR, "--check"], { stdio: "pipe" })).not.toThrow();
}, 60_000);

test("only wire.ts reads what is generated", () => {
  const readers = ALL.filter((path) => /generated\//.test(textOf(path)));
  expect(readers.filter((path) => !path.includes("/generated/"))).toEqual(["sdk/src/wire.ts"]);
});

test("sockets and requests are made in the SDK alone", () => {
  const own = PAGES.filter((path) => /\bEventSource\b|XMLHttpRequest|\/v1\//.test(textOf(path)));
  expect(own).toEqual([]);
  const dialling = ALL.filter((path) => /new WebSocket/.test(textOf(path)));
  expect(dialling).toEqual(["sdk/src/browser.ts"]);
});

test("no file leaves the types behind", () => {
  const lax = ALL.filter((path) => {
    return !path.includes("/generated/") && /:\s*any\b|\bas any\b|@ts-ignore|@ts-nocheck/.test(textOf(path));
  });
  expect(lax).toEqual([]);
});
