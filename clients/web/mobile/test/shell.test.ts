/** What the service worker answers by itself, and what it leaves to the service. */
import { describe, expect, test } from "vitest";
import { cacheOf, outdated, type Shell, wayOf } from "../src/worker/shell.ts";

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
