/** What a file holds, once it is GeoJSON; reading GPX and KML needs a browser and is tested in one. */
import { describe, expect, test } from "vitest";
import { emptyDraft, timesOf } from "../src/plan/draft.ts";
import { along, routesOf } from "../src/plan/files.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const LINE = [[13, 32], [13.1, 32], [13.2, 32.1]];
const feature = (properties: object, coordinates: unknown = LINE, type = "LineString") => ({
  type: "Feature",
  geometry: { type, coordinates },
  properties,
});
const times = (...clock: string[]) => clock.map((at) => `2026-12-02T${at}:00Z`);

describe("routes", () => {
  test("of a plan of one's own keep what it says", () => {
    const said = { unit: "U1", coordinateProperties: { times: times("08:00", "08:10", "08:30") }, time_tolerance_s: 600, lateral_tolerance_m: 80, class: "escort" };
    const [route] = routesOf(feature(said));
    expect(route).toMatchObject({ unit: "U1", timeToleranceS: 600, lateralToleranceM: 80, purpose: "escort" });
    expect(route?.times?.[2]).toBe(Date.parse("2026-12-02T08:30:00Z"));
  });

  test("of several tracks are several, of one with parts too, each with its own times", () => {
    const parts = feature({ name: "Road", coordinateProperties: { times: [times("08:00", "08:10"), times("09:00", "09:10")] } }, [LINE.slice(0, 2), LINE.slice(1)], "MultiLineString");
    const routes = routesOf({ type: "FeatureCollection", features: [feature({ name: "First" }), parts] });
    expect(routes.map(({ name }) => name)).toEqual(["First", "Road", "Road"]);
    expect(routes[2]?.times?.[0]).toBe(Date.parse("2026-12-02T09:00:00Z"));
  });

  test("of points alone are one through all of them; a bare line is one too", () => {
    const points = LINE.map((each) => feature({}, each, "Point"));
    expect(routesOf({ type: "FeatureCollection", features: points })[0]?.spots).toHaveLength(3);
    expect(routesOf({ type: "LineString", coordinates: LINE })).toHaveLength(1);
  });

  test.each([[null], [{}], [{ type: "FeatureCollection", features: [7] }], [feature({}, [[13, 32]])], [feature({}, "x")]])("%j has none", (said) => {
    expect(routesOf(said)).toEqual([]);
  });
});

describe("a draft along a route", () => {
  const units = [{ id: "id-1", callsign: "U1" }];
  const route = (said: object) => {
    const [found] = routesOf(feature(said));
    if (found === undefined) throw new Error("no route");
    return found;
  };

  test("takes unit and times of the file", () => {
    const draft = along(emptyDraft(NOW), route({ unit: "U1", coordinateProperties: { times: times("08:00", "08:10", "08:30") } }), units, NOW);
    expect(draft).toMatchObject({ unit: "id-1", timing: "each" });
    expect(timesOf(draft)[0]).toBe(Date.parse("2026-12-02T08:00:00Z"));
  });

  test("without times goes by departure and speed", () => {
    expect(along(emptyDraft(NOW, "id-1"), route({}), units, NOW)).toMatchObject({ unit: "id-1", timing: "speed" });
  });

  test("of a recorded track begins at the next departure, at the recorded pace", () => {
    const old = ["2020-01-01T00:00:00Z", "2020-01-01T00:10:00Z", "2020-01-01T00:30:00Z"];
    const [first = 0, , last = 0] = timesOf(along(emptyDraft(NOW), route({ coordinateProperties: { times: old } }), units, NOW)).map(Number);
    expect(first).toBeGreaterThan(NOW);
    expect(last - first).toBe(1_800_000);
  });
});
