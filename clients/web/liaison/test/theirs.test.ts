/** Their map: nothing of a patrol that only hours were told of, its shared squares at level 2, all of it at level 4. */
import type { Known, Patrol } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { seenBy, sights } from "../src/pacts/seen.ts";
import { theirLayers } from "../src/pacts/theirs.ts";

const times = ["2026-12-01T12:00:00Z", "2026-12-01T13:00:00Z"];
const patrol = {
  id: "mine",
  version: 2,
  state: "registered",
  callsign: "U1",
  plan: { geometry: { coordinates: [[13, 32], [14, 32]] }, properties: { coordinateProperties: { times }, lateral_tolerance_m: 50 } },
} as unknown as Patrol;
const cell = { hour: times[0], column: 1, row: 2 };
const known = {
  overlaps: new Map([["o", { id: "o", patrol: "mine", areas: [{ party: "east", party_name: "East", cells: [cell, cell] }, { party: "west", party_name: "West", cells: [{ ...cell, row: 3 }] }] }]]),
  conflicts: new Map([["c", { id: "c", grade: "critical", a: { patrol: "mine" }, b: { party: "east", callsign: "E1" }, first_a: "2026-12-01T12:15:00Z", last_a: "2026-12-01T12:45:00Z" }]]),
} as unknown as Pick<Known, "overlaps" | "conflicts">;

function drawnFor(viewer: string | null, payload: object): Record<string, unknown[]> {
  const entry = { id: "e", kind: "disclosure", subject: "mine", person: null, payload, at: times[0], salt: "", commitment: "" };
  const shown = seenBy(sights([entry as Parameters<typeof sights>[0][number]]), viewer);
  const layers = theirLayers(shown, viewer, [patrol], known);
  return Object.fromEntries(layers.map(({ kind, features }) => [kind, [...features]]));
}

test("of hours alone nothing is on anybody's map", () => {
  expect(drawnFor("east", { level: 1, hours: times, to: [] })).toEqual({ routes: [], cells: [] });
});

test("at level 2 the squares that are shared with that party, each once", () => {
  const { cells, routes } = drawnFor("east", { level: 2, hours: times, to: ["east"] });
  expect(cells).toMatchObject([{ column: 1, row: 2 }]);
  expect(routes).toEqual([]);
});

test("at level 3 the stretch of the conflict, and no more of the way", () => {
  const { routes } = drawnFor("east", { level: 3, to: "east", version: 2 });
  expect(routes).toMatchObject([{ line: [[13.25, 32], [13.75, 32]] }]);
  expect(drawnFor("west", { level: 3, to: "east", version: 2 }).routes).toEqual([]);
});

test("at level 4 the whole way, of the version that was told", () => {
  expect(drawnFor("east", { level: 4, to: "east", version: 2 }).routes).toMatchObject([{ id: "mine", line: [[13, 32], [14, 32]] }]);
  expect(drawnFor("east", { level: 4, to: "east", version: 1 }).routes).toEqual([]);
});
