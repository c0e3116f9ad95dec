/** Where a plan puts its unit, and which part of its way the tolerance allows. */
import { describe, expect, test } from "vitest";
import { placeAt, stretchAt, type TimedPlan, timedPlan } from "../src/corridor.ts";

const MINUTE = 60_000;
/** East along the equator: ten minutes a degree, then a stop of ten minutes. */
const PLAN: TimedPlan = {
  line: [[0, 0], [1, 0], [2, 0], [2, 0]],
  times: [0, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  tolerance_s: 180,
};
const lons = (points: readonly (readonly [number, number])[]) => points.map(([lon]) => Number(lon.toFixed(6)));

test("the unit is between its points in proportion to time", () => {
  expect(placeAt(PLAN, 5 * MINUTE)?.[0]).toBeCloseTo(0.5, 9);
  expect(placeAt(PLAN, 0)).toEqual([0, 0]);
  expect(placeAt(PLAN, 25 * MINUTE)).toEqual([2, 0]);
  expect(placeAt(PLAN, 30 * MINUTE)).toEqual([2, 0]);
});

test("before and after its plan it is nowhere", () => {
  expect(placeAt(PLAN, -1)).toBeNull();
  expect(placeAt(PLAN, 30 * MINUTE + 1)).toBeNull();
});

describe("the moving corridor", () => {
  test("reaches as far back and forward as the tolerance, over every point between", () => {
    expect(lons(stretchAt(PLAN, 10 * MINUTE))).toEqual([0.7, 1, 1.3]);
  });

  test("is cut at the ends of the way", () => {
    expect(lons(stretchAt(PLAN, MINUTE))).toEqual([0, 0.4]);
    expect(lons(stretchAt(PLAN, 29 * MINUTE))).toEqual([2, 2]);
  });

  test("is there for as long as being early or late is tolerated, and then no longer", () => {
    expect(stretchAt(PLAN, -3 * MINUTE)).not.toEqual([]);
    expect(stretchAt(PLAN, -3 * MINUTE - 1)).toEqual([]);
    expect(stretchAt(PLAN, 33 * MINUTE)).not.toEqual([]);
    expect(stretchAt(PLAN, 33 * MINUTE + 1)).toEqual([]);
    expect(stretchAt({ line: [], times: [], tolerance_s: 1 }, 0)).toEqual([]);
  });
});

test("a plan is read as the service writes it", () => {
  const properties = { time_tolerance_s: 600, coordinateProperties: { times: ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"] } };
  const written = { geometry: { coordinates: [[13.19, 32.88], [13.52, 32.74]] }, properties };
  const plan = timedPlan(written);
  expect(plan.line).toEqual([[13.19, 32.88], [13.52, 32.74]]);
  expect((plan.times[1] ?? 0) - (plan.times[0] ?? 0)).toBe(40 * MINUTE);
  expect(plan.tolerance_s).toBe(600);
});
