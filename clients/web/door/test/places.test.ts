/** Which pages are whose. */
import { expect, test } from "vitest";
import { placesOf } from "../src/places.ts";

test.each([
  ["desk", ["room"]],
  ["liaison", ["liaison", "mobile"]],
  ["crew", ["mobile"]],
  ["oversight", []],
] as const)("a person of role %s goes to %s", (role, places) => {
  expect(placesOf(role)).toEqual(places);
});
