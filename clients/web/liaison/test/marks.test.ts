/** Between the list of points and the drawn line: each is the other's, and nothing named or timed is lost on the way. */
import type { Patrol } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { drawn, lineOfDraft, pastOf, viewOf } from "../src/marks.ts";
import { emptyDraft, point } from "../src/plan/draft.ts";

const A = { ...point(1, { lon: 13, lat: 32 }, "Tripoli"), at: 100 };
const B = { ...point(2, { lon: 14, lat: 32.5 }, "Khoms"), at: 200 };
const draft = { ...emptyDraft(0, "u"), timing: "each" as const, points: [A, B] };

test("what the map says back of what it was given changes nothing", () => {
  expect(drawn(draft, lineOfDraft(draft))).toBe(draft);
  expect(drawn(draft, [[13.0000001, 32], [14, 32.5]])).toBe(draft);
  const unfinished = { ...draft, points: [A, point(3), B] };
  expect(drawn(unfinished, lineOfDraft(unfinished))).toBe(unfinished);
});

test("a moved point keeps its time and loses its name; the others keep both", () => {
  const [first, second] = drawn(draft, [[13, 32], [14.1, 32.5]]).points;
  expect(first).toEqual(A);
  expect(second).toMatchObject({ at: 200, typed: "32.50000, 14.10000" });
});

test("a point between two has no time yet", () => {
  const points = drawn(draft, [[13, 32], [13.5, 32.2], [14, 32.5]]).points;
  expect(points.map(({ at }) => at)).toEqual([100, null, 200]);
});

test("a way there and back has points of its own each time", () => {
  const ids = drawn(draft, [[13, 32], [14, 32.5], [13, 32]]).points.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
});

test("a line that was taken away leaves two fields to type in", () => {
  const { points } = drawn(draft, []);
  expect(points.map(({ spot }) => spot)).toEqual([null, null]);
  expect(new Set(points.map(({ id }) => id)).size).toBe(2);
});

test("the view leaves room around a line, and there is none around nothing", () => {
  const [west = 0, , east = 0] = viewOf([[[13, 32], [14, 32]]]) ?? [];
  expect(west).toBeLessThan(13);
  expect(east).toBeGreaterThan(14);
  expect(viewOf([])).toBeNull();
});

test("a road that was driven every week is one past route, and a patrol is not held to its own", () => {
  const on = (id: string, lon: number) => ({ id, plan: { geometry: { coordinates: [[lon, 32], [15.2, 32]] } } }) as Patrol;
  const all = [on("a", 15), on("b", 15), on("c", 14)];
  expect(pastOf(all, null)).toEqual([[[15, 32], [15.2, 32]], [[14, 32], [15.2, 32]]]);
  expect(pastOf(all, "c")).toEqual([[[15, 32], [15.2, 32]]]);
});
