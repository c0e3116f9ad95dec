/** Whom one can speak to: nobody whom the level does not name. */
import { expect, test } from "vitest";
import { chosenOf, endsOf, nearOf } from "../src/notices/ends.ts";
import type { Matter } from "../src/patrols/matters.ts";

const overlap = (areas: object[]): Matter => ({ kind: "overlaps", id: "o", overlap: { areas } }) as unknown as Matter;
const conflict = { kind: "conflicts", id: "c", conflict: { b: { party: "p", party_name: "East" }, at_a: { lon: 13, lat: 32, time: "" } } } as unknown as Matter;

test("at level 1 it is the room alone; at level 2 the parties that it names too", () => {
  expect(endsOf(overlap([]))).toEqual([{ party: "", name: null }]);
  expect(endsOf(overlap([{ party: "p", party_name: "East" }]))).toEqual([{ party: "", name: null }, { party: "p", name: "East" }]);
});

test("about a conflict one writes to the other side, and a meeting would be where it is", () => {
  expect(endsOf(conflict)).toEqual([{ party: "p", name: "East" }]);
  expect(nearOf(conflict)).toEqual({ lon: 13, lat: 32 });
  expect(nearOf(overlap([]))).toBeNull();
});

test("whom one chose stays chosen until they cannot be spoken to from here", () => {
  const ends = [{ party: "", name: null }, { party: "p", name: "East" }];
  expect(chosenOf(ends, "p")).toBe("p");
  expect(chosenOf(ends.slice(0, 1), "p")).toBe("");
  expect(chosenOf(ends.slice(1), "")).toBe("p");
});
