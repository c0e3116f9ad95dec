/** Pressing near a known line: its points win over what lies between them, and out of reach nothing is meant. */
import { expect, test } from "vitest";
import type { Point } from "../src/model.ts";
import { type Pixel, type Press, railsOf, snapped } from "../src/snapping.ts";

/** A screen on which a thousandth of a degree is a pixel, north being up. */
const project = ([lon, lat]: Point): Pixel => ({ x: (lon - 15) * 1000, y: (32 - lat) * 1000 });

function press(x: number, y: number, reach_px = 16): Press {
  const [west, north] = [15 + (x - reach_px) / 1000, 32 - (y - reach_px) / 1000];
  return { at: { x, y }, near: [west, north - (2 * reach_px) / 1000, west + (2 * reach_px) / 1000, north], reach_px, project };
}

//  (0,0)────────(100,0)
//                  │
//               (100,100)
const BENT = railsOf([[[15, 32], [15.1, 32], [15.1, 31.9]]]);

test("near one of its points that point is meant, to the last digit", () => {
  expect(snapped(BENT, press(108, -6))).toEqual([15.1, 32]);
});

test("a point wins over a part of the line that is nearer", () => {
  expect(snapped(BENT, press(90, 1))).toEqual([15.1, 32]);
});

test("between its points the nearest place on the line is meant", () => {
  const [lon, lat] = snapped(BENT, press(50, 9)) ?? [0, 0];
  expect(lon).toBeCloseTo(15.05, 6);
  expect(lat).toBeCloseTo(32, 6);
});

test.each([[50, 17], [-17, 0], [50, 40]])("at %i, %i nothing is within reach", (x, y) => {
  expect(snapped(BENT, press(x, y))).toBeNull();
});

test("of two lines the nearer one is meant", () => {
  const two = railsOf([[[15, 32], [15.1, 32]], [[15, 31.98], [15.1, 31.98]]]);
  const [, lat] = snapped(two, press(50, 12)) ?? [0, 0];
  expect(lat).toBeCloseTo(31.98, 6);
});

test("a long leg is met where the map draws it: bowed", () => {
  const [from, to]: [Point, Point] = [[10, 32], [24, 32]];
  const middle = railsOf([[from, to]])[0]?.drawn.find(([lon]) => lon > 17) ?? from;
  const { x, y } = project(middle);
  expect(y).toBeLessThan(-50);
  const [, lat] = snapped(railsOf([[from, to]]), press(x, y)) ?? [0, 0];
  expect(lat).toBeCloseTo(middle[1], 4);
});

test("nothing is meant where there are no lines, or one without points", () => {
  expect(snapped(railsOf([[]]), press(0, 0))).toBeNull();
});
