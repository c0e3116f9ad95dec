/** Days and hours: the browser's own field gives back the moment that it was given. */
import { expect, test } from "vitest";
import { fieldOf, readField } from "../src/when.ts";

test.each(["2026-12-01T08:00:00Z", "2026-12-31T23:59:30Z"])("%s comes back from its field", (said) => {
  expect(readField(fieldOf(Date.parse(said)))).toBe(Date.parse(said));
});

test("an empty field is no time, and neither is half of one", () => {
  expect(fieldOf(null)).toBe("");
  expect(readField("")).toBeNull();
  expect(readField("tomorrow")).toBeNull();
});
