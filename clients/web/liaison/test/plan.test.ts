/** A patrol while it is entered: times by speed, what would be refused and where, and the body that is sent. */
import { describe, expect, test } from "vitest";
import { CAPS, findingOf, findingsOf } from "../src/plan/check.ts";
import { distanceM } from "../src/plan/distance.ts";
import { type Draft, draftOf, emptyDraft, nextDeparture, planOf, point, repeated, shifted, timesOf } from "../src/plan/draft.ts";

const NOW = Date.parse("2026-12-01T08:03:00Z");
const HOUR = 3_600_000;
const TRIPOLI = { lon: 13.187, lat: 32.887 };
const KHOMS = { lon: 14.262, lat: 32.649 };

const drive = (changed: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(NOW, "u1"),
  points: [point(1, TRIPOLI), point(2, KHOMS)],
  ...changed,
});
const timed = (...at: (number | null)[]): Draft =>
  drive({ timing: "each", points: at.map((time, index) => ({ ...point(index + 1, index % 2 ? KHOMS : TRIPOLI), at: time })) });
const codes = (draft: Draft) => findingsOf(draft, NOW).map(({ code, part, index }) => [code, part, index]);

test("a degree of the meridian is some 111 km", () => {
  expect(distanceM({ lon: 13, lat: 32 }, { lon: 13, lat: 33 })).toBeCloseTo(111_195, -1);
});

test("the next departure is a quarter of an hour that leaves an hour's notice", () => {
  expect(new Date(nextDeparture(NOW)).toISOString()).toBe("2026-12-01T09:15:00.000Z");
});

describe("times by departure and speed", () => {
  test("follow the way, in whole seconds", () => {
    const [start, end] = timesOf(drive({ departure: NOW, speedKmh: 60 }));
    expect(start).toBe(NOW);
    expect(((end ?? 0) - NOW) / HOUR).toBeCloseTo(distanceM(TRIPOLI, KHOMS) / 60_000, 3);
    expect((end ?? 0) % 1000).toBe(0);
  });

  test("are unknown behind a place that is not known, and without a speed", () => {
    expect(timesOf(drive({ points: [point(1, TRIPOLI), point(2), point(3, KHOMS)] })).slice(1)).toEqual([null, null]);
    expect(timesOf(drive({ speedKmh: 0 }))[1]).toBeNull();
  });
});

describe("what would be refused", () => {
  test("nothing of an ordinary drive", () => {
    expect(codes(drive())).toEqual([]);
  });

  test.each<[string, Draft, unknown[]]>([
    ["no unit", drive({ unit: "" }), ["unit_not_yours", "unit", null]],
    ["one point", drive({ points: [point(1, TRIPOLI)] }), ["too_few_waypoints", "points", null]],
    ["a place not found", drive({ points: [point(1, TRIPOLI), point(2)] }), ["place_missing", "points", 1]],
    ["a place near the pole", drive({ points: [point(1, TRIPOLI), point(2, { lon: 13, lat: 81 })], speedKmh: 190 }), ["coordinate_out_of_range", "points", 1]],
    ["times going back", timed(NOW + 2 * HOUR, NOW + HOUR), ["times_decreasing", "times", 1]],
    ["a time missing", timed(NOW, null), ["times_missing", "times", 1]],
    ["too fast", timed(NOW, NOW + HOUR / 4), ["too_fast", "times", 0]],
    ["all at once", timed(NOW, NOW), ["too_fast", "times", 0]],
    ["too long", timed(NOW, NOW + 169 * HOUR), ["too_long", "times", 1]],
    ["too far ahead", drive({ departure: NOW + 31 * 24 * HOUR }), ["beyond_horizon", "times", 0]],
    ["a post for too long", drive({ timing: "each", points: [{ ...point(1, TRIPOLI), at: NOW }, { ...point(2, TRIPOLI), at: NOW + 13 * HOUR }] }), ["dwell_too_long", "times", 0]],
    ["too much slack in time", drive({ timeToleranceMin: 61 }), ["time_tolerance_out_of_range", "timeTolerance", null]],
    ["no number", drive({ lateralToleranceM: Number.NaN }), ["lateral_tolerance_out_of_range", "lateralTolerance", null]],
  ])("%s", (_, draft, finding) => {
    expect(codes(draft)).toContainEqual(finding);
  });

  test("more waypoints than a route may have, named by the first too many", () => {
    const points = Array.from({ length: CAPS.points + 1 }, (_, index) => point(index + 1, { lon: 13 + index * 1e-4, lat: 32 }));
    expect(codes(drive({ points }))).toEqual([["too_many_waypoints", "points", CAPS.points]]);
  });

  test("what the service says is put beside its own field", () => {
    expect(findingOf("too_fast", "/geometry/coordinates/3")).toEqual({ code: "too_fast", part: "times", index: 3 });
    expect(findingOf("out_of_bounds", "/geometry/coordinates/1")).toEqual({ code: "out_of_bounds", part: "points", index: 1 });
    expect(findingOf("naive_time", "/properties/coordinateProperties/times/2")).toMatchObject({ part: "times", index: 2 });
    expect(findingOf("unit_busy", "/properties/unit")).toMatchObject({ part: "unit" });
    expect(findingOf("stale", null)).toMatchObject({ part: "whole" });
  });
});

describe("the body that is sent", () => {
  test("has a time for each waypoint and the slack in the service's units", () => {
    const plan = planOf(drive({ departure: NOW, timeToleranceMin: 5, lateralToleranceM: 80, note: " market day " }));
    expect(plan?.geometry.coordinates).toEqual([[13.187, 32.887], [14.262, 32.649]]);
    expect(plan?.properties.coordinateProperties.times[0]).toBe("2026-12-01T08:03:00.000Z");
    expect(plan?.properties).toMatchObject({ unit: "u1", time_tolerance_s: 300, lateral_tolerance_m: 80, note: "market day" });
  });

  test("is not there while a place or a unit is missing", () => {
    expect(planOf(drive({ points: [point(1, TRIPOLI), point(2)] }))).toBeNull();
    expect(planOf(drive({ unit: "" }))).toBeNull();
  });

  test("comes back as it was when the plan is opened to be amended", () => {
    const plan = planOf(drive());
    expect(plan).not.toBeNull();
    if (plan !== null) expect(planOf(draftOf(plan))).toEqual(plan);
  });
});

test("a shifted draft keeps its pace", () => {
  const before = timesOf(drive());
  expect(timesOf(shifted(drive(), HOUR))).toEqual(before.map((time) => (time ?? 0) + HOUR));
});

test("repeating goes to the same hour of the same day of a week that lies ahead", () => {
  const old = drive({ departure: NOW - 15 * 24 * HOUR });
  expect(timesOf(repeated(old, NOW))[0]).toBe(NOW + 6 * 24 * HOUR);
  const ahead = drive({ departure: NOW + HOUR });
  expect(timesOf(repeated(ahead, NOW))[0]).toBe(NOW + 169 * HOUR);
});
