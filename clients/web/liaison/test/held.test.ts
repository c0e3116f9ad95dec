/** The list of agreements tells what holds; what was signed only where that is another level. */
import type { Holding } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { levelsSaid } from "../src/pacts/held.ts";

const layer = (elsewhere: number, clauses: unknown[] = []) => ({ elsewhere, clauses }) as Holding["layers"][number];

test("what was signed and holds is said once", () => {
  expect(levelsSaid(2, { elsewhere: 2, layers: [layer(2)] })).toEqual({ now: 2, signed: null, excepted: false });
});

test("of what was lowered the lower one holds, and the signed one is said beside it", () => {
  expect(levelsSaid(2, { elsewhere: 1, layers: [layer(2), layer(1)] })).toEqual({ now: 1, signed: 2, excepted: false });
});

test("a clause of any layer is an exception", () => {
  expect(levelsSaid(2, { elsewhere: 2, layers: [layer(2), layer(3, [{}])] })).toMatchObject({ now: 2, excepted: true });
});
