/** The list of patrols: what is under way, ahead and over, and which notices belong to which. */
import type { Known, Overlap, Patrol, PatrolState } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { grouped, isAmendable, mattersOf, movesOf } from "../src/patrols/matters.ts";

const patrol = (id: string, state: PatrolState, start: string): Patrol => ({
  id,
  reference: id,
  unit: "u",
  callsign: "U1",
  party: "p",
  state,
  version: 1,
  class: "routine",
  note: "",
  late: false,
  after_the_fact: false,
  registered_at: start,
  plan: {
    type: "Feature",
    geometry: { type: "LineString", coordinates: [[13, 32], [13.1, 32]] },
    properties: {
      unit: "u",
      party: "p",
      coordinateProperties: { times: [start, start] },
      time_tolerance_s: 0,
      lateral_tolerance_m: 0,
      class: "routine",
      note: "",
    },
  },
});

test("patrols ahead come soonest first, those that are over latest first", () => {
  const all = [
    patrol("late", "registered", "2026-12-03T08:00:00Z"),
    patrol("soon", "registered", "2026-12-01T08:00:00Z"),
    patrol("older", "ended", "2026-11-01T08:00:00Z"),
    patrol("newer", "withdrawn", "2026-11-20T08:00:00Z"),
    patrol("now", "off_plan", "2026-12-01T06:00:00Z"),
  ];
  const ids = [...grouped(all)].map(([group, found]) => [group, found.map(({ id }) => id)]);
  expect(ids).toEqual([["underWay", ["now"]], ["ahead", ["soon", "late"]], ["over", ["newer", "older"]]]);
});

test("what is over can be neither moved nor amended; what is registered can be started or withdrawn", () => {
  for (const state of ["ended", "withdrawn", "expired"] as const) {
    expect(movesOf(patrol("x", state, ""))).toEqual([]);
    expect(isAmendable(patrol("x", state, ""))).toBe(false);
  }
  expect(movesOf(patrol("x", "registered", ""))).toEqual(["start", "withdraw"]);
  expect(isAmendable(patrol("x", "contingent", ""))).toBe(false);
});

test("a patrol's notices are its own, what is critical first", () => {
  const overlap = { id: "o1", patrol: "mine" } as Overlap;
  const conflict = { id: "c1", grade: "critical", a: { patrol: "mine" }, b: { patrol: null } };
  const known = {
    overlaps: new Map([["o1", overlap], ["o2", { id: "o2", patrol: "other" } as Overlap]]),
    conflicts: new Map([["c1", conflict]]),
  } as unknown as Known;
  expect(mattersOf(known, "mine").map(({ id }) => id)).toEqual(["c1", "o1"]);
  expect(mattersOf(known, "other").map(({ id }) => id)).toEqual(["o2"]);
});
