/** Hours as spans: what follows without a gap is one. */
import { expect, test } from "vitest";
import { hourSpans } from "../src/notices/hours.ts";

const at = (hour: number): string => new Date(Date.UTC(2026, 11, 1, hour)).toISOString();

test("neighbouring hours are one span, in whatever order and however often they are told", () => {
  expect(hourSpans([at(9), at(8), at(8), at(12)])).toEqual([
    [Date.parse(at(8)), Date.parse(at(10))],
    [Date.parse(at(12)), Date.parse(at(13))],
  ]);
  expect(hourSpans([])).toEqual([]);
});
