/** People by the side that they are of. */
import type { Visitor } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { bySide } from "../src/sides.ts";

const of = (login: string, side: string | null): Visitor => ({ login, password: "p", name: login, role: "liaison", side });

test("neutral staff come first, each side together", () => {
  const [a, room, b, a2] = [of("a", "East"), of("room", null), of("b", "West"), of("a2", "East")];
  expect([...bySide([a, room, b, a2])]).toEqual([
    ["", [room]],
    ["East", [a, a2]],
    ["West", [b]],
  ]);
});

test("without neutral staff there is no place for them", () => {
  expect([...bySide([of("a", "East")]).keys()]).toEqual(["East"]);
});
