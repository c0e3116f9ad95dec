/** A code as it is worded: one that nobody knows is the service's own fault, a line that is cut is not. */
import { expect, test } from "vitest";
import { codeOf } from "../src/faults.ts";

test("what the service says, what it was never asked, and what nobody has words for", () => {
  expect(["not_found", "unreachable", "gone fishing"].map(codeOf)).toEqual(["not_found", "unreachable", "unknown"]);
});
