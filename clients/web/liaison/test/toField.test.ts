/** From what is wrong to its field: in the order of the page, none skipped, and a speed is to blame only where there is one. */
import { expect, test } from "vitest";
import { fieldOf, inOrder } from "../src/entry/toField.ts";
import { type Finding, findingOf, findingsOf } from "../src/plan/check.ts";
import { emptyDraft } from "../src/plan/draft.ts";

const NOW = Date.parse("2026-12-01T08:03:00Z");
const fields = (found: readonly Finding[], timing: "speed" | "each") => inOrder(found, timing).map((each) => fieldOf(each, timing));

test("an empty entry is gone through from the unit on, point by point", () => {
  const found = findingsOf({ ...emptyDraft(NOW), departure: null, timeToleranceMin: 99, lateralToleranceM: -1 }, NOW);
  expect(fields(found, "speed")).toEqual([
    "entry-unit",
    "entry-place-0",
    "entry-place-1",
    "entry-departure",
    "entry-time-tolerance",
    "entry-lateral-tolerance",
  ]);
});

test("each point's time stands with its place", () => {
  const found = findingsOf({ ...emptyDraft(NOW, "u1"), timing: "each" }, NOW);
  expect(fields(found, "each")).toEqual(["entry-place-0", "entry-time-0", "entry-place-1", "entry-time-1"]);
});

test("a speed is put right where it is entered, or at the point whose time makes it", () => {
  const fast = findingOf("too_fast", "/geometry/coordinates/3");
  expect([fieldOf(fast, "speed"), fieldOf(fast, "each")]).toEqual(["entry-speed", "entry-time-3"]);
});

test("what the service refuses comes where it stands: a unit that is out already first, the whole last", () => {
  const found = [findingOf("stale", null), findingOf("too_few_waypoints", null), findingOf("unit_busy", "/properties/unit")];
  expect(fields(found, "speed")).toEqual(["entry-unit", "entry-points", null]);
});
