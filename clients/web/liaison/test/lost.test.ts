/** What is said to be lost is what the levels between give, wherever they hold. */
import { expect, test } from "vitest";
import { lostBelow } from "../src/pacts/lost.ts";

const clause = (level: number) => ({ level, cells: null, matter: null, start: null, end: null });
const layer = (elsewhere: number, ...levels: readonly number[]) => ({ elsewhere, clauses: levels.map(clause) });

test.each([
  [4, 0, ["hours", "areas", "segments", "plans"]],
  [4, 3, ["plans"]],
  [3, 1, ["areas", "segments"]],
  [1, 0, ["hours"]],
])("from level %i to %i", (from, to, lost) => {
  expect(lostBelow({ layers: [layer(from)] }, to)).toEqual(lost);
});

test("a part of the map that is at a higher level loses more", () => {
  expect(lostBelow({ layers: [layer(1, 3)] }, 0)).toEqual(["hours", "areas", "segments"]);
});

test("what one of two texts does not give cannot be lost", () => {
  expect(lostBelow({ layers: [layer(4), layer(2, 3)] }, 1)).toEqual(["areas", "segments"]);
  expect(lostBelow({ layers: [layer(4), layer(1)] }, 1)).toEqual([]);
});
