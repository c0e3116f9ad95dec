/** What is shown: the device keeps it, and nothing that is not understood hides anything. */
import { expect, test } from "vitest";
import { EVERYTHING, type Filters, hides, shows, understood } from "../src/filters.ts";

const OF_A: Filters = { party: "a", hidden: ["zones"], least: "caution" };

test("what was kept is understood again", () => {
  expect(understood(JSON.stringify(OF_A))).toEqual(OF_A);
});

test.each([null, "", "{", "7", '{"hidden":"zones","least":"worst","party":3}'])("%s hides nothing", (text) => {
  expect(understood(text)).toEqual(EVERYTHING);
  expect(hides(understood(text))).toBe(false);
});

test("kinds, grades and parties are left out, what is nobody's is not", () => {
  expect(shows(OF_A, "zones", "critical", ["a"])).toBe(false);
  expect(shows(OF_A, "routes", "advisory", ["a"])).toBe(false);
  expect(shows(OF_A, "routes", null, ["a"])).toBe(false);
  expect(shows(OF_A, "routes", "critical", ["b"])).toBe(false);
  expect(shows(OF_A, "matters", "caution", ["b", "a"])).toBe(true);
  expect(shows(OF_A, "matters", "critical", [])).toBe(true);
  expect(hides(OF_A)).toBe(true);
});
