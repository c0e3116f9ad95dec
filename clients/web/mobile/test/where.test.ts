/** In which direction what an alert is about is: never finer than the alert says. */
import type { Alert } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { isNear } from "../src/sharing/useSharer.ts";
import { whereOf } from "../src/alert/where.ts";

const HERE = { lon: 15, lat: 32 };
const encounter = (said: object): Alert =>
  ({ seq: 1, kind: "encounter", encounter: "e", sight: "exact", state: "open", octant: null, within_m: null, other: null, distance_m: null, ...said }) as Alert;

describe("an encounter", () => {
  test("of which all is told says the bearing; how close the two will come is no distance from here", () => {
    const alert = encounter({ other: { bearing_deg: 65 }, distance_m: 430 });
    expect(whereOf(alert, null)).toMatchObject({ bearing: 65, distanceM: null, atMost: false });
  });
  test("by the safety clause says an eighth of the circle and a coarse distance", () => {
    const alert = encounter({ sight: "stop", octant: "sw", within_m: 500 });
    expect(whereOf(alert, HERE)).toMatchObject({ bearing: 225, distanceM: 500, atMost: true });
  });
  test("on the grid says nothing", () => {
    expect(whereOf(encounter({ sight: "area" }), HERE)).toMatchObject({ bearing: null, distanceM: null });
  });
  test("goes on until its newest word says otherwise", () => {
    expect(isNear([encounter({}), encounter({ seq: 2, state: "ended", kind: "all_clear" })])).toBe(false);
    expect(isNear([encounter({ seq: 3 }), encounter({ seq: 2, state: "ended", kind: "all_clear" })])).toBe(true);
    expect(isNear([])).toBe(false);
  });
});

test("a call for help is as far as its place is from here, where both are known", () => {
  const sos = { kind: "sos", sos: "s", place: { lon: 15, lat: 32.1, at: "" } } as unknown as Alert;
  expect(whereOf(sos, HERE)).toMatchObject({ bearing: 0, distanceM: expect.closeTo(11_120, -1) });
  expect(whereOf(sos, null)).toMatchObject({ bearing: null });
});

describe("a halt", () => {
  const halt = (lon: number): Alert =>
    ({ kind: "halt", halt: "h", area: [[lon, 31.9], [lon + 0.2, 31.9], [lon + 0.2, 32.1], [lon, 32.1]] }) as unknown as Alert;
  test("says when one stands inside", () => expect(whereOf(halt(14.9), HERE)).toMatchObject({ inside: true }));
  test("says where its edge is", () => {
    const { inside, bearing, distanceM } = whereOf(halt(15.1), HERE);
    expect(inside).toBe(false);
    expect(distanceM).toBeCloseTo(14_570, -2);
    expect([40, 140]).toContain(Math.round((bearing ?? 0) / 20) * 20);
  });
});
