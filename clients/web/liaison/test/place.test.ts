/** The desk's addresses: each place has one, and whatever else stands there leads to the patrols. */
import { expect, test } from "vitest";
import { addressOf, pagesOf, type Place, placeOf } from "../src/place.ts";

const ID = "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d";
const PLACES: readonly Place[] = [
  { at: "patrols" },
  { at: "new" },
  { at: "calendar" },
  { at: "map" },
  { at: "crews" },
  { at: "agreements" },
  { at: "incidents" },
  { at: "seen" },
  { at: "patrol", id: ID },
  { at: "amend", id: ID },
  { at: "agreement", id: ID },
];

test.each(PLACES)("%j comes back from its address", (place) => {
  expect(placeOf(addressOf(place))).toEqual(place);
});

test.each(["", "#", "#/nowhere", "#/patrols/../etc", "#/overlaps/x"])("%j leads to the patrols", (hash) => {
  expect(placeOf(hash)).toEqual({ at: "patrols" });
});

test("officers are led to their crews, nobody else is", () => {
  for (const role of ["liaison", "duty_officer"] as const) expect(pagesOf(role)).toContain("crews");
  for (const role of ["crew", "desk", "facilitator", "oversight", "operator"] as const) expect(pagesOf(role)).not.toContain("crews");
  expect(pagesOf("crew")).toContain("patrols");
});
