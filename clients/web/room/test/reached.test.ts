/** How far a side was reached, and when the desk has to call. */
import type { Alert, SideTold } from "@deconflict/sdk";
import { expect, test } from "vitest";
import type { Matter } from "../src/matters.ts";
import { byMatter, heardAt, isAwaited, isLate, LATE_MS, lateSides, reachedOf, TOLD_WITHIN_MS, toldMatters } from "../src/reached.ts";

const AT = "2026-12-01T08:00:00Z";
const NOW = Date.parse(AT);
const reading = (people: number) => ({ people, first_at: people > 0 ? AT : null });

const side = (received: number, seen = 0, acknowledged = 0): SideTold => ({
  party: "a",
  told: {
    at: AT,
    rings: true,
    people: 3,
    received: reading(received),
    seen: reading(seen),
    acknowledged: reading(acknowledged),
    rung: "duty",
  },
});

test("a side is as far as the furthest of the three facts", () => {
  const how = [side(0), side(2), side(2, 1), side(2, 1, 1), side(1, 0, 1)].map((one) => reachedOf(one).how);
  expect(how).toEqual(["told", "received", "seen", "acknowledged", "acknowledged"]);
  expect(reachedOf({ party: "a", told: null }).how).toBe("untold");
  expect(reachedOf(side(2))).toMatchObject({ people: 2, of: 3, at: AT });
});

test("who was called is told until somebody has acknowledged", () => {
  expect([side(0), side(1), side(1, 1), side(1, 1, 1)].map((one) => reachedOf(one).rung)).toEqual(["duty", "duty", "duty", null]);
});

test("it is late when nobody has received it for so long, and for nothing else", () => {
  const then = NOW + LATE_MS;
  expect(isLate(reachedOf(side(0)), then - 1)).toBe(false);
  expect(isLate(reachedOf(side(0)), then)).toBe(true);
  expect(isLate(reachedOf(side(1)), then)).toBe(false);
  expect(isLate(reachedOf({ party: "a", told: null }), then)).toBe(false);
  const both = byMatter([{ matter: "m", sides: [side(0), side(1)] }, { matter: "n", sides: [side(0)] }]);
  expect(lateSides(both, then)).toBe(2);
});

test("it is asked for what has sides, once each and always in the same order", () => {
  const matter = (id: string, sort: Matter["sort"]) => ({ id, sort }) as Matter;
  const matters = [matter("z", "sos"), matter("i", "incident"), matter("c", "conflict"), matter("o", "overdue"), matter("c", "conflict")];
  expect(toldMatters(matters)).toEqual(["c", "z"]);
});

test("who is told nothing is awaited until a tick could have passed since the desk was first told", () => {
  const told = (seq: number, released_at: string) => ({ seq, kind: "conflict", episode: 1, conflict: "m", released_at }) as unknown as Alert;
  const heard = heardAt([told(2, "2026-12-01T08:00:30Z"), told(1, AT)]).get("m");
  expect(heard).toBe(NOW);
  const untold = reachedOf({ party: "a", told: null });
  expect(isAwaited(untold, heard, NOW + TOLD_WITHIN_MS - 1)).toBe(true);
  expect(isAwaited(untold, heard, NOW + TOLD_WITHIN_MS)).toBe(false);
  expect(isAwaited(untold, undefined, NOW)).toBe(false);
  expect(isAwaited(reachedOf(side(0)), heard, NOW)).toBe(false);
});
