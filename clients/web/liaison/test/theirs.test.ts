/** Their map: nothing of a patrol that only hours were told of, its shared squares at level 2, all of it at level 4. */
import type { Known, Patrol } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { seenBy, sights } from "../src/pacts/seen.ts";
import { theirsOf } from "../src/pacts/theirs.ts";

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

function theirs(viewer: string | null, ...payloads: object[]) {
  const entries = payloads.map((payload, index) => ({ id: `${index}`, kind: "disclosure", subject: "mine", person: null, payload, at: times[0], salt: "", commitment: "" }));
  return theirsOf(seenBy(sights(entries as Parameters<typeof sights>[0]), viewer), viewer, [patrol], known);
}

function drawnFor(viewer: string | null, payload: object): Record<string, unknown[]> {
  return Object.fromEntries(theirs(viewer, payload).layers.map(({ kind, features }) => [kind, [...features]]));
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

const HOURS = { level: 1, hours: times, to: [] };
const SQUARES = { level: 2, hours: times, to: ["east"] };

test("what is drawn was told to whoever looks, though another was told as well", () => {
  expect(theirs(null, SQUARES).layers).toMatchObject([{}, { features: [{ column: 1, row: 2 }] }]);
  expect(theirs(null, SQUARES).layers[1]?.features).toHaveLength(1);
});

test("hours that name no place are counted, for no map shows them", () => {
  expect(theirs("east", HOURS, SQUARES, HOURS)).toMatchObject({ hoursAlone: 2, undrawn: 0 });
});

test("squares that the own notice has no longer are said to be missing, and so is what was of a moment", () => {
  const before = { level: 2, hours: times, to: ["south"] };
  expect(theirs(null, before, { to: "east", what: "position", level: 4 })).toMatchObject({ hoursAlone: 0, undrawn: 2 });
});

test("what was told twice is drawn once", () => {
  expect(theirs("east", SQUARES, SQUARES).layers[1]?.features).toHaveLength(1);
});
