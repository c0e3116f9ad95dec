/** Distances, directions and areas on the ground. */
import { expect, test } from "vitest";
import { bearingDeg, degreesOf, distanceM, isInside, newest, octantOf } from "../src/place.ts";

const TRIPOLI = { lon: 13.19, lat: 32.89 };
const MISRATA = { lon: 15.09, lat: 32.38 };

test("a distance is right to a percent", () => {
  expect(distanceM(TRIPOLI, MISRATA) / 186_700).toBeCloseTo(1, 2);
});

test("the short way leads over the antimeridian", () => {
  expect(distanceM({ lon: 179.99, lat: 0 }, { lon: -179.99, lat: 0 })).toBeCloseTo(2224, -1);
});

test.each([
  [0, 1, 0, "n"],
  [1, 1, 45, "ne"],
  [1, 0, 90, "e"],
  [0, -1, 180, "s"],
  [-1, -1, 225, "sw"],
  [-1, 0, 270, "w"],
] as const)("a way %i east and %i north bears %i", (east, north, bearing, octant) => {
  const found = bearingDeg({ lon: 0, lat: 0 }, { lon: east * 0.01, lat: north * 0.01 });
  expect(found).toBeCloseTo(bearing, 3);
  expect(octantOf(found)).toBe(octant);
  expect(degreesOf(octant)).toBe(bearing);
});

test("a bearing just short of a whole turn is north", () => {
  expect(octantOf(359)).toBe("n");
});

test.each([
  [13.12, 32.88, false],
  [13.17, 32.82, true],
  [13.3, 32.82, false],
  [13.17, 32.7, false],
])("whether %f %f lies in a triangle", (lon, lat, inside) => {
  expect(isInside({ lon, lat }, [[13.1, 32.8], [13.2, 32.8], [13.2, 32.9]])).toBe(inside);
});

test("where a unit was last is the newest word, with its age", () => {
  const seen = (lon: number, at: string) => ({ lon, lat: 32, at });
  const now = Date.parse("2026-12-01T08:00:10Z");
  const [older, newer] = [seen(1, "2026-12-01T08:00:00Z"), seen(2, "2026-12-01T08:00:07Z")];
  expect(newest(older, newer, now)).toEqual({ lon: 2, lat: 32, ageMs: 3000 });
  expect(newest(newer, older, now)).toEqual({ lon: 2, lat: 32, ageMs: 3000 });
  expect(newest(null, older, now)).toMatchObject({ lon: 1 });
  expect(newest(null, undefined, now)).toBeNull();
});
