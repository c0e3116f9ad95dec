/** What the service worker answers by itself, and what it leaves to the service. */
import { describe, expect, test } from "vitest";
import { cacheOf, outdated, type Shell, spanOf, wayOf } from "../src/worker/shell.ts";

const SHELL: Shell = { version: "b", files: ["/mobile/", "/assets/a-1.js"] };
const page = { method: "GET", navigates: true, path: "/mobile/", sameOrigin: true };

describe("a request", () => {
  test.each([
    ["for the page", page, "page"],
    ["for another page", { ...page, path: "/room/" }, "service"],
    ["for a file that was built", { ...page, navigates: false, path: "/assets/a-1.js" }, "asset"],
    ["for a file that the page loads later", { ...page, navigates: false, path: "/assets/map-2.js" }, "asset"],
    ["for an answer of the service", { ...page, navigates: false, path: "/v1/picture" }, "kept"],
    ["that says something", { ...page, method: "POST", navigates: false, path: "/assets/a-1.js" }, "service"],
    ["to somebody else", { ...page, sameOrigin: false }, "service"],
  ] as const)("%s goes its way", (_, asked, way) => {
    expect(wayOf(asked, SHELL)).toBe(way);
  });
});

test("a new version leaves what was kept on purpose, and nothing of the old one", () => {
  const names = ["deconflict-shell-a", cacheOf(SHELL), "deconflict-kept", "somebody-elses"];
  expect(outdated(names, SHELL)).toEqual(["deconflict-shell-a"]);
});

describe("a range of a whole of 10 bytes", () => {
  test.each([
    ["bytes=0-3", { first: 0, last: 3 }],
    ["bytes=4-", { first: 4, last: 9 }],
    ["bytes=-3", { first: 7, last: 9 }],
    ["bytes=8-99", { first: 8, last: 9 }],
    ["bytes=10-11", null],
    ["bytes=5-4", null],
    ["bytes=-", null],
    ["bytes=0-1,4-5", null],
    ["lines=0-1", null],
  ])("%s", (range, span) => {
    expect(spanOf(range, 10)).toEqual(span);
  });
});
