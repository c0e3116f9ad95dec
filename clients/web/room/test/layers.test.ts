/** From what the room is told to what its map shows. */
import type { Alert, Patrol, Position, Zone } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { EVERYTHING } from "../src/filters.ts";
import { openingOf, pointsLayer, routesLayer, unitsLayer, zonesLayer } from "../src/layers.ts";
import { mattersAt } from "../src/matters.ts";

const NOW = Date.parse("2026-12-01T08:02:00Z");
const nowhere = (): null => null;
const head = { type: "alert", epoch: "e", released_at: "2026-12-01T08:00:00Z", acknowledged: null, rings: true };
const side = (party: string, patrol: string) => ({ party, patrol, callsign: `${party} 1`, party_name: party });
const conflict = (seq: number, more: object = {}): Alert =>
  ({
    ...head,
    seq,
    kind: "conflict",
    conflict: "c",
    episode: 1,
    grade: "caution",
    state: "open",
    reference: "RX-9C3H",
    a: side("a", "pa"),
    b: side("b", "pb"),
    at_a: { lon: 13, lat: 32, time: "2026-12-01T08:05:00Z" },
    at_b: { lon: 13.2, lat: 32, time: "2026-12-01T08:05:00Z" },
    last_a: "2026-12-01T08:09:00Z",
    ...more,
  }) as unknown as Alert;
const encounter = (more: object = {}): Alert =>
  ({
    ...head,
    seq: 5,
    kind: "encounter",
    encounter: "e1",
    sight: "exact",
    state: "open",
    reference: "T4",
    own: { party: "a", callsign: "a 1", lon: null, lat: null },
    other: { party: "b", callsign: "b 1", lon: 14, lat: 32 },
    closest_at: "2026-12-01T08:04:00Z",
    ...more,
  }) as unknown as Alert;

const incident = (more: object = {}): Alert =>
  ({
    ...head,
    seq: 9,
    kind: "incident",
    incident: "i1",
    reference: "N3",
    party: "a",
    reported_at: "2026-12-01T08:00:00Z",
    observation: { severity: "high", place: { lon: 13.5, lat: 32.5, accuracy_m: 10 } },
    ...more,
  }) as unknown as Alert;

describe("an incident", () => {
  test("is a mark where it was observed, graded by its severity, for a day", () => {
    const matters = mattersAt([incident()], NOW, nowhere);
    expect(matters).toMatchObject([{ id: "i1", sort: "incident", grade: "caution", at: [13.5, 32.5], parties: ["a"] }]);
    expect(pointsLayer(matters, EVERYTHING).features).toMatchObject([{ id: "i1", sort: "place", text: "N3" }]);
    expect(mattersAt([incident()], NOW + 25 * 60 * 60_000, nowhere)).toEqual([]);
  });

  test("of which nobody knows where is on no map", () => {
    const matters = mattersAt([incident({ observation: { severity: "low", place: null } })], NOW, nowhere);
    expect(matters).toMatchObject([{ at: null, grade: "advisory" }]);
    expect(pointsLayer(matters, EVERYTHING).features).toEqual([]);
  });
});

describe("a matter", () => {
  test("is where it is closest, half-way between the two", () => {
    const [found] = mattersAt([conflict(1)], NOW, nowhere);
    expect(found?.at?.[0]).toBeCloseTo(13.1, 6);
    expect(found).toMatchObject({ id: "c", sort: "conflict", grade: "caution", parties: ["a", "b"] });
  });

  test("is what was told last, and at an earlier time what was told by then", () => {
    const worse = conflict(2, { grade: "critical", released_at: "2026-12-01T08:01:00Z" });
    expect(mattersAt([worse, conflict(1)], NOW, nowhere).map(({ grade }) => grade)).toEqual(["critical"]);
    expect(mattersAt([worse, conflict(1)], NOW - 90_000, nowhere).map(({ grade }) => grade)).toEqual(["caution"]);
    expect(mattersAt([worse, conflict(1)], NOW - 180_000, nowhere)).toEqual([]);
  });

  test("that is told a moment ahead of the page's clock is there now", () => {
    const ahead = conflict(1, { released_at: "2026-12-01T08:02:00.500Z" });
    expect(mattersAt([ahead], NOW, nowhere)).toEqual([]);
    expect(mattersAt([ahead], NOW, nowhere, Number.POSITIVE_INFINITY)).toHaveLength(1);
  });

  test("is no more once it is over", () => {
    expect(mattersAt([conflict(1, { state: "resolved" })], NOW, nowhere)).toEqual([]);
    expect(mattersAt([conflict(1)], Date.parse("2026-12-01T08:10:00Z"), nowhere)).toEqual([]);
    expect(mattersAt([encounter({ state: "ended" })], NOW, nowhere)).toEqual([]);
  });

  test("that calls for help comes first in the list, and lies over the others on the map", () => {
    const sos = { ...head, seq: 8, kind: "sos", sos: "s1", party: "a", reference: "S1", ended_at: null, place: { lon: 13.1, lat: 32 } } as unknown as Alert;
    const matters = mattersAt([conflict(1, { grade: "critical" }), encounter(), sos], NOW, nowhere);
    expect(matters.map(({ id }) => id)).toEqual(["s1", "e1", "c"]);
    expect(pointsLayer(matters, EVERYTHING).features.map(({ id }) => id)).toEqual(["c", "e1", "s1"]);
  });

  test("takes the place of a unit from where the unit is, when the alert does not say", () => {
    const [found] = mattersAt([encounter()], NOW, (party) => (party === "a" ? [13, 32] : null));
    expect(found?.at?.[0]).toBeCloseTo(13.5, 6);
    expect(mattersAt([encounter()], NOW, nowhere)[0]?.at).toEqual([14, 32]);
  });
});

const patrol = (id: string, state: Patrol["state"] = "registered"): Patrol =>
  ({
    id,
    party: "a",
    callsign: "a 1",
    reference: "K7",
    state,
    plan: {
      geometry: { type: "LineString", coordinates: [[13, 32], [13.1, 32]] },
      properties: {
        time_tolerance_s: 60,
        lateral_tolerance_m: 50,
        coordinateProperties: { times: ["2026-12-01T08:00:00Z", "2026-12-01T08:10:00Z"] },
      },
    },
  }) as unknown as Patrol;

test("a route has the grade of its conflict, and its corridor at the shown time", () => {
  const layer = routesLayer([patrol("pa"), patrol("other"), patrol("done", "ended")], mattersAt([conflict(1)], NOW, nowhere), NOW, EVERYTHING);
  expect(layer.features.map(({ id, grade }) => [id, grade])).toEqual([["pa", "caution"], ["other", null]]);
  const [first] = layer.kind === "routes" ? layer.features : [];
  expect(first?.halfWidth_m).toBe(50);
  expect(first?.stretch.map(([lon]) => Number(lon.toFixed(3)))).toEqual([13.01, 13.03]);
});

test("a unit in an encounter has its grade, and an old one is drawn as old", () => {
  const at = (party: string, iso: string) =>
    ({ unit: `u${party}`, party, callsign: `${party} 1`, lon: 13, lat: 32, course_deg: null, at: iso }) as unknown as Position;
  const positions = [at("a", "2026-12-01T08:01:59Z"), at("c", "2026-12-01T08:00:00Z")];
  const layer = unitsLayer(positions, mattersAt([encounter()], NOW, nowhere), NOW, EVERYTHING);
  const marks = layer.kind === "units" ? layer.features : [];
  expect(marks.map(({ grade, old }) => [grade, old])).toEqual([["critical", false], [null, true]]);
});

test("a zone is shown while it holds", () => {
  const zone = (id: string, valid_from: string | null, valid_to: string | null) =>
    ({ id, geometry: { coordinates: [[[13, 32], [14, 32], [14, 33], [13, 32]]] }, properties: { kind: "no_go", name: id, party: null, valid_from, valid_to } }) as unknown as Zone;
  const zones = [zone("holds", null, null), zone("later", "2026-12-01T09:00:00Z", null), zone("over", null, "2026-12-01T08:02:00Z")];
  const layer = zonesLayer(zones, [], NOW, EVERYTHING);
  expect(layer.features.map(({ id, grade }) => [id, grade])).toEqual([["holds", "critical"]]);
});

test("a halt is an area, closed where it begins", () => {
  const halt = { ...head, seq: 9, kind: "halt", halt: "h", area: [[13, 32], [14, 32], [14, 33]], lifted_at: null, reference: "H1" } as unknown as Alert;
  const layer = zonesLayer([], mattersAt([halt], NOW, nowhere), NOW, EVERYTHING);
  const [mark] = layer.kind === "zones" ? layer.features : [];
  expect(mark?.outline[0]).toHaveLength(4);
  expect(mark?.outline[0]?.at(-1)).toEqual([13, 32]);
});

test("what has no place is in the lists alone", () => {
  const matters = mattersAt([encounter({ other: null })], NOW, nowhere);
  expect(matters).toHaveLength(1);
  expect(pointsLayer(matters, EVERYTHING).features).toEqual([]);
});

test("the map opens on what is planned, seen and told of, whatever zones there are, and on nothing where there is none of it", () => {
  const zone = { kind: "zones", features: [{ id: "z", grade: null, text: "", outline: [[[9, 20], [25, 20], [25, 33], [9, 20]]] }] } as const;
  const unit = { kind: "units", features: [{ id: "u", grade: null, text: "", at: [13, 32], course_deg: null, old: false }] } as const;
  const point = { kind: "points", features: [{ id: "c", grade: null, text: "", at: [15, 31], sort: "conflict" }] } as const;
  expect(openingOf([zone, unit, point])).toEqual([13, 31, 15, 32]);
  expect(openingOf([zone])).toBeNull();
});
