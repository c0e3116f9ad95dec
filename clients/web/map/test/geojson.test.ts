/** What is shown, as what is drawn. */
import { expect, test } from "vitest";
import { boundsOfLayers, drawn, pixelsAtZoom0, pointsOf } from "../src/geojson.ts";
import type { Layer } from "../src/model.ts";

const ROUTE: Layer = {
  kind: "routes",
  features: [
    { id: "r", grade: "caution", text: "K7-2M4Q", line: [[13, 32], [13.1, 32]], halfWidth_m: 50, stretch: [[13, 32], [13.05, 32]] },
  ],
};
const UNITS: Layer = {
  kind: "units",
  features: [
    { id: "u1", grade: null, text: "Falcon 2", at: [13, 32], course_deg: 90, old: false },
    { id: "u2", grade: null, text: "Heron 5", at: [14, 33], course_deg: null, old: true },
  ],
};

test("a route is its way, and where the unit may be on it now", () => {
  const parts = drawn([ROUTE, UNITS], "routes").features.map(({ properties }) => properties["part"]);
  expect(parts).toEqual(["way", "stretch"]);
});

test("a route that is not driven now is its way alone", () => {
  const still: Layer = { kind: "routes", features: ROUTE.kind === "routes" ? ROUTE.features.map((each) => ({ ...each, stretch: [] })) : [] };
  expect(drawn([still], "routes").features).toHaveLength(1);
});

test("a unit without a course is not drawn heading north", () => {
  const [heading, still] = drawn([UNITS], "units").features.map(({ properties }) => properties);
  expect(heading).toMatchObject({ heads: true, course: 90, old: false, grade: "plain" });
  expect(still).toMatchObject({ heads: false, old: true });
});

test("layers of one kind are drawn together", () => {
  expect(drawn([UNITS, UNITS], "units").features).toHaveLength(4);
});

test("a width on the ground is wider on the map towards the pole", () => {
  expect(pixelsAtZoom0(40_075_016.686, 0)).toBeCloseTo(512);
  expect(pixelsAtZoom0(100, 60)).toBeCloseTo(2 * pixelsAtZoom0(100, 0));
});

test("everything of one thing is found, whatever it is", () => {
  const cells: Layer = { kind: "cells", features: [{ id: "c", grade: null, text: "", column: 8192, row: 8192 }] };
  expect(pointsOf([ROUTE, UNITS], "u2")).toEqual([[14, 33]]);
  expect(pointsOf([ROUTE], "r")).toHaveLength(4);
  expect(pointsOf([cells], "c")).toHaveLength(5);
  expect(pointsOf([ROUTE, UNITS], "nothing")).toEqual([]);
});

test("who stays in one place all the time is a point there", () => {
  const stays: Layer = {
    kind: "routes",
    features: ROUTE.kind === "routes" ? ROUTE.features.map((each) => ({ ...each, line: [[13, 32], [13, 32]] as const, stretch: [[13, 32], [13, 32]] as const })) : [],
  };
  const [post, ...others] = drawn([stays], "routes").features;
  expect(others).toEqual([]);
  expect(post?.geometry).toEqual({ type: "Point", coordinates: [13, 32] });
  expect(post?.properties["part"]).toBe("post");
});

test("what layers show is where all of it is, squares too, and nothing is nowhere", () => {
  const cells: Layer = { kind: "cells", features: [{ id: "c", grade: "caution", text: "", column: 8800, row: 6600 }] };
  const [west = 0, south = 0, east = 0, north = 0] = boundsOfLayers([cells]) ?? [];
  expect(east - west).toBeCloseTo(360 / 2 ** 14, 9);
  expect(north - south).toBeCloseTo(0.0184, 3);
  expect(boundsOfLayers([UNITS, ROUTE])).toEqual([13, 32, 14, 33]);
  expect(boundsOfLayers([{ kind: "cells", features: [] }])).toBeNull();
});
