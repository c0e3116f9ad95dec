/** The fold: what one viewer knows after each event. */
import { expect, test } from "vitest";
import type { Event } from "../src/effects.ts";
import { fold, type Known, moved as movedTogether, NOTHING } from "../src/picture.ts";
import type { Alert, ConflictAlert, Moved, OverlapAlert, Receipt } from "../src/wire.ts";
import { alert, example, picture } from "./feeding.ts";

const after = (...events: Event[]): Known => events.reduce(fold, NOTHING);
const refreshed = (seq: number, epoch = "e1"): Event => ({
  type: "refreshed",
  picture: picture(seq, epoch),
  reason: "first",
});
const told = (one: Alert): Event => ({ type: "alert", alert: one });
const overlap = (seq: number, changed: Partial<OverlapAlert> = {}): Event =>
  told(example<OverlapAlert>("OverlapAlert", { epoch: "e1", seq, overlap: "o", ...changed }));
const conflict = (seq: number, changed: Partial<ConflictAlert> = {}): Event =>
  told(example<ConflictAlert>("ConflictAlert", { epoch: "e1", seq, conflict: "c", ...changed }));
const moved = (at: string, lon: number): Event => ({
  type: "moved",
  position: example<Moved>("PositionMessageOut", { at, lon }),
});

test("an alert older than the picture waits for its answer, and changes nothing in the picture", () => {
  const known = after(refreshed(2), overlap(1));
  expect(known.alerts.size).toBe(1);
  expect(known.overlaps.size).toBe(0);
  expect(known.seq).toBe(2);
});

test("an overlap is there until it has ended or may not be told", () => {
  expect(after(refreshed(0), overlap(1)).overlaps.get("o")?.state).toBe("open");
  expect(after(refreshed(0), overlap(1), overlap(2, { state: "ended" })).overlaps.size).toBe(0);
  expect(after(refreshed(0), overlap(1), overlap(2, { state: "withheld" })).overlaps.size).toBe(0);
});

test("a conflict is there until it is resolved", () => {
  expect(after(refreshed(0), conflict(1)).conflicts.get("c")?.grade).toBe("caution");
  expect(after(refreshed(0), conflict(1), conflict(2, { state: "resolved" })).conflicts.size).toBe(0);
});

test("an answer to an older revision does not answer for the present one", () => {
  const receipt = (seq: number): Event => ({ type: "receipt", receipt: example<Receipt>("ReceiptOut", { epoch: "e1", seq }) });
  const twice = [refreshed(0), overlap(1, { revision: 1 }), overlap(2, { revision: 2 })];
  expect(after(...twice, receipt(1)).overlaps.get("o")?.state).toBe("open");
  expect(after(...twice, receipt(2)).overlaps.get("o")?.state).toBe("acknowledged");
  expect(after(...twice, receipt(2)).alerts.get(2)?.acknowledged?.by).toBe("Salem");
});

test("a receipt of another epoch answers nothing", () => {
  const known = after(refreshed(0), overlap(1));
  const foreign = example<Receipt>("ReceiptOut", { epoch: "e0", seq: 1 });
  expect(fold(known, { type: "receipt", receipt: foreign })).toBe(known);
});

test("of each unit the newest fix counts, whatever came first", () => {
  const known = after(moved("2026-12-01T08:00:10Z", 13), moved("2026-12-01T08:00:05Z", 14));
  expect([...known.positions.values()].map(({ lon }) => lon)).toEqual([13]);
});

test("positions that are taken in together are what they are one after the other", () => {
  const at = (second: number, unit: string): Moved =>
    example<Moved>("PositionMessageOut", { at: `2026-12-01T08:00:${second}Z`, unit, lon: second });
  const moves = [at(10, "a"), at(12, "b"), at(11, "a"), at(11, "b")];
  const oneByOne = moves.map((position): Event => ({ type: "moved", position })).reduce(fold, NOTHING);
  expect(movedTogether(NOTHING, moves)).toEqual(oneByOne);
  expect([...oneByOne.positions.values()].map(({ lon }) => lon)).toEqual([11, 12]);
});

test("alerts of another epoch, or of a feed that went back, are thrown away", () => {
  expect(after(refreshed(0), overlap(1), refreshed(1)).alerts.size).toBe(1);
  expect(after(refreshed(0), overlap(1), refreshed(1, "e2")).alerts.size).toBe(0);
  expect(after(refreshed(0), overlap(1), refreshed(0)).alerts.size).toBe(0);
});

test("the thousand newest alerts are kept", () => {
  const events = Array.from({ length: 1001 }, (_, index) => told(alert(index + 1)));
  const known = after(refreshed(0), ...events);
  expect(known.alerts.size).toBe(1000);
  expect(known.alerts.has(1)).toBe(false);
});

test("a lost stream says since when, by the service's clock, until it is live again (ALR-07)", () => {
  const tick = (at: string): Event => ({ type: "tick", at });
  const offline: Event = { type: "offline", code: 1006, reason: "" };
  const live: Event = { type: "live", cursor: { epoch: "e1", seq: 0 } };
  const cut = after(refreshed(0), live, tick("2026-12-01T08:00:05Z"), offline);
  expect(cut.stream).toEqual({ state: "lost", since: "2026-12-01T08:00:05Z" });
  expect(fold(cut, { type: "stale", silentMs: 15_000 }).stream).toEqual(cut.stream);
  expect(fold(fold(cut, refreshed(0)), live).stream).toEqual({ state: "live" });
});

test("nothing that was known is changed in place", () => {
  const known = after(refreshed(0), overlap(1));
  const before = structuredClone(known);
  fold(known, overlap(2, { state: "ended" }));
  expect(known).toEqual(before);
});
