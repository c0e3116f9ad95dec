/** Where things lie on the Earth. */
import { describe, expect, test } from "vitest";
import type { Point } from "../src/model.ts";
import { between, boundsOf, bowed, cellOutline, distanceM } from "../src/sphere.ts";

const TRIPOLI: Point = [13.1873, 32.8874];
const BENGHAZI: Point = [20.0686, 32.1167];

test("distances are those of the Earth", () => {
  expect(distanceM(TRIPOLI, BENGHAZI) / 1000).toBeCloseTo(651, 0);
  expect(distanceM(TRIPOLI, TRIPOLI)).toBe(0);
});

test("half-way along the shortest way is as far from either end, and bows towards the pole", () => {
  const middle = between(TRIPOLI, BENGHAZI, 0.5);
  expect(distanceM(TRIPOLI, middle)).toBeCloseTo(distanceM(middle, BENGHAZI), 3);
  expect(middle[1]).toBeGreaterThan((TRIPOLI[1] + BENGHAZI[1]) / 2);
});

test("the ends of a leg are its points, and a leg without length stays where it is", () => {
  expect(between(TRIPOLI, BENGHAZI, 1)[0]).toBeCloseTo(BENGHAZI[0], 9);
  expect(between(TRIPOLI, TRIPOLI, 0.5)).toEqual(TRIPOLI);
});

test("a way over the antimeridian does not run around the Earth", () => {
  expect(between([179, 10], [-179, 10], 0.75)[0]).toBeCloseTo(180.5, 3);
});

describe("a drawn line", () => {
  test("keeps its own points, and gets more on long legs alone", () => {
    const near: Point = [13.2, 32.9];
    const line = bowed([near, TRIPOLI, BENGHAZI]);
    expect(line[0]).toEqual(near);
    expect(line[1]).toEqual(TRIPOLI);
    expect(line.at(-1)).toEqual(BENGHAZI);
    expect(line).toHaveLength(2 + Math.ceil(651 / 20));
  });

  test("may stand still", () => {
    expect(bowed([TRIPOLI, TRIPOLI])).toEqual([TRIPOLI, TRIPOLI]);
  });
});

test("a box holds its points; around nothing there is none", () => {
  expect(boundsOf([TRIPOLI, BENGHAZI])).toEqual([13.1873, 32.1167, 20.0686, 32.8874]);
  expect(boundsOf([])).toBeNull();
});

test("a cell is a web mercator tile of zoom 14", () => {
  const [northWest, , southEast] = cellOutline(8793, 6606);
  expect(northWest?.[0]).toBeCloseTo((8793 / 16384) * 360 - 180, 9);
  expect(northWest?.[1]).toBeGreaterThan(32.8);
  expect(southEast?.[0]).toBeGreaterThan(northWest?.[0] ?? 0);
  expect(southEast?.[1]).toBeLessThan(northWest?.[1] ?? 0);
  expect(cellOutline(8192, 8192)[0]).toEqual([0, 0]);
});
