/** The past as it is read again: half an hour at a time, once, and what it says of a moment. */
import { Fault, type Position } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { Past, PIECE_MS, piecesOf, type Read } from "../src/past.ts";

const START = Date.parse("2026-12-01T08:00:00Z");
const NOW = START + 10 * PIECE_MS;
const seen = (unit: string, minutes: number): Position =>
  ({ unit, at: new Date(START + minutes * 60_000).toISOString() }) as Position;

/** A service that says what it was asked. */
function reading(found: readonly Position[], refuse: (everyS: number) => boolean = () => false): { asked: number[][]; read: Read } {
  const asked: number[][] = [];
  const read: Read = async (since, until, everyS) => {
    asked.push([(since - START) / 60_000, (until - START) / 60_000, everyS]);
    if (refuse(everyS)) throw new Fault("too_many_fixes", 422);
    return found;
  };
  return { asked, read };
}

test("a piece is read once, with enough before it to know who was silent", async () => {
  const { asked, read } = reading([seen("u1", -10), seen("u1", 4), seen("u2", -14)]);
  const past = new Past(read);
  expect(past.at(START)).toBeNull();
  await Promise.all([past.need(START + 60_000, NOW), past.need(START, NOW)]);
  expect(asked).toEqual([[-15, 30, 10]]);
  const at = (minutes: number) => past.at(START + minutes * 60_000)?.map(({ unit, at: when }) => [unit, when.slice(11, 16)]);
  expect(at(0)).toEqual([["u1", "07:50"], ["u2", "07:46"]]);
  expect(at(5)).toEqual([["u1", "08:04"]]);
});

test("where units report too much, fewer fixes are asked for, and if that is no help it is said", async () => {
  const fewer = reading([], (everyS) => everyS < 60);
  const past = new Past(fewer.read);
  await past.need(START, NOW);
  expect([fewer.asked.map(([, , everyS]) => everyS), past.at(START)]).toEqual([[10, 60], []]);
  const never = new Past(reading([], () => true).read);
  await never.need(START, NOW);
  expect([never.at(START), never.faultAt(START)]).toEqual([null, "too_many_fixes"]);
});

test("what could not be read is asked for again, and nothing is asked of what is still to come", async () => {
  let cut = true;
  const past = new Past(async () => {
    if (cut) throw new Fault("unreachable", null);
    return [seen("u1", 1)];
  });
  await past.need(START, NOW);
  expect(past.faultAt(START)).toBe("unreachable");
  cut = false;
  await past.need(START, NOW);
  expect(past.at(START + 120_000)).toHaveLength(1);
  const { asked, read } = reading([]);
  await new Past(read).need(NOW + PIECE_MS, NOW);
  expect(asked).toEqual([]);
});

test("a window is read in whole pieces", () => {
  expect(piecesOf(START + 60_000, START + PIECE_MS + 1).map((at) => at - START)).toEqual([0, PIECE_MS]);
});
