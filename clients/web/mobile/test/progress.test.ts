/** How far along its plan a unit is. The way: east for 10 minutes, a stay of 5, north for 10, back south for 10. */
import { describe, expect, test } from "vitest";
import { progress, type Waypoint } from "../src/patrol/progress.ts";

const MINUTE = 60_000;
const at = (lon: number, lat: number, minutes: number): Waypoint => ({ lon, lat, time: minutes * MINUTE });
const WAY = [at(15, 32, 0), at(15.1, 32, 10), at(15.1, 32, 15), at(15.1, 32.1, 25), at(15.1, 32, 35)];

const seen = (lon: number, lat: number, minutes: number) => progress(WAY, { lon, lat }, minutes * MINUTE);

describe("a unit on its way", () => {
  test("half-way at half time is on time, and goes to the end of its leg", () => {
    const { next, lateMs, offM, toNextM, bearingDeg, expected } = seen(15.05, 32, 5);
    expect(next).toBe(1);
    expect(lateMs).toBeCloseTo(0, -2);
    expect(offM).toBeCloseTo(0, 1);
    expect(toNextM).toBeCloseTo(4715, -2);
    expect(bearingDeg).toBeCloseTo(90, 0);
    expect(expected).toBeCloseTo(10 * MINUTE, -2);
  });

  test("half-way at a later time is late, and is expected as late at the next waypoint", () => {
    const { lateMs, expected } = seen(15.05, 32, 8);
    expect(lateMs).toBeCloseTo(3 * MINUTE, -2);
    expect(expected).toBeCloseTo(13 * MINUTE, -2);
  });

  test("further than planned is early", () => {
    expect(seen(15.075, 32, 5).lateMs).toBeCloseTo(-2.5 * MINUTE, -2);
  });

  test("is told how far it is off its way", () => {
    const { offM, lateMs } = seen(15.05, 32.01, 5);
    expect(offM).toBeCloseTo(1112, -1);
    expect(lateMs).toBeCloseTo(0, -2);
  });

  test("at its first waypoint before its time is early", () => {
    expect(seen(15, 32, -5).lateMs).toBeCloseTo(-5 * MINUTE, -2);
  });

  test.each([11, 14.9])("staying where it is to stay is on time after %d minutes", (minutes) => {
    const { next, lateMs } = seen(15.1, 32, minutes);
    expect([next, lateMs]).toEqual([2, 0]);
  });

  test("staying for too long is late", () => {
    expect(seen(15.1, 32, 18).lateMs).toBe(3 * MINUTE);
  });

  test.each([
    [20, 3],
    [30, 4],
  ])("on a road that is driven there and back is where its time says, after %d minutes", (minutes, next) => {
    const found = seen(15.1, 32.05, minutes);
    expect(found.next).toBe(next);
    expect(found.lateMs).toBeCloseTo(0, -2);
  });
});

test("at the end of its way nothing comes next", () => {
  expect(seen(15.1, 32, 37)).toMatchObject({ next: null, lateMs: 2 * MINUTE, expected: null });
});

test.each([
  [-3, 0, 0],
  [12, 2, 15 * MINUTE],
  [40, null, null],
])("without a place the plan alone says what comes next, after %d minutes", (minutes, next, expected) => {
  expect(progress(WAY, null, minutes * MINUTE)).toMatchObject({ next, expected, lateMs: null, offM: null });
});
