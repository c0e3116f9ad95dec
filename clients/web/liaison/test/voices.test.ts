/** What was said with somebody stands once on a patrol's page, where one would look for it. */
import type { KnownConflict, Overlap } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { voicesOf } from "../src/notices/voices.ts";
import type { Matter } from "../src/patrols/matters.ts";

const conflict = (id: string, party: string | null): Matter => {
  const b = party === null ? null : { party, party_name: party.toUpperCase() };
  return { kind: "conflicts", id, conflict: { id, b } as KnownConflict };
};
const overlap = (id: string, ...parties: readonly string[]): Matter => {
  const areas = parties.map((party) => ({ party, party_name: party.toUpperCase() }));
  return { kind: "overlaps", id, overlap: { id, areas } as unknown as Overlap };
};
const whoHears = (party: string | null, matters: readonly Matter[]): readonly string[] =>
  matters.filter((matter) => voicesOf(matter, matters).hears(party)).map(({ id }) => id);

test("with the rival of a conflict at the conflict, with all others at the overlap", () => {
  const matters = [conflict("c", "b"), overlap("o", "b", "d")];
  expect(whoHears("b", matters)).toEqual(["c"]);
  expect(whoHears("d", matters)).toEqual(["o"]);
  expect(whoHears(null, matters)).toEqual(["o"]);
  expect(matters.map((each) => voicesOf(each, matters).ends.map(({ party }) => party))).toEqual([["b"], ["", "d"]]);
});

test("of two conflicts with one rival at the more urgent, and the other says where", () => {
  const matters = [conflict("now", "b"), conflict("later", "b"), overlap("o", "b")];
  expect(whoHears("b", matters)).toEqual(["now"]);
  expect(matters.map((each) => voicesOf(each, matters).elsewhere?.id ?? null)).toEqual([null, "now", null]);
  expect(voicesOf(matters[1] as Matter, matters).ends).toEqual([]);
});

test("before the overlap is told nothing is lost", () => {
  const matters = [conflict("c", "b"), conflict("zone", null)];
  expect(whoHears("b", matters)).toEqual(["c"]);
  expect(whoHears("d", matters)).toEqual(["c"]);
  expect(voicesOf(matters[1] as Matter, matters)).toMatchObject({ ends: [], elsewhere: null });
});

test("without a conflict all stands at the overlap", () => {
  const matters = [overlap("o", "b")];
  expect([whoHears("b", matters), whoHears(null, matters)]).toEqual([["o"], ["o"]]);
});
