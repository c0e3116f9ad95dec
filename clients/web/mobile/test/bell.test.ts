/** What an alert sounds like: the more urgent, the more often, and never over itself. */
import { expect, test } from "vitest";
import { TUNES } from "../src/alert/bell.ts";

const tunes = [TUNES.critical, TUNES.caution, TUNES.advisory];

test("the more urgent rings more often and with more tones", () => {
  expect(tunes.map(({ everyMs }) => everyMs)).toEqual([...tunes.map(({ everyMs }) => everyMs)].sort((a, b) => a - b));
  expect(new Set(tunes.map(({ tones }) => tones.length)).size).toBe(3);
});

test.each(tunes)("a tune is over before it begins again", ({ tones, shakes, everyMs }) => {
  expect(Math.max(...tones.map(({ at, s }) => at + s)) * 1000).toBeLessThan(everyMs);
  expect(shakes.reduce((a, b) => a + b, 0)).toBeLessThan(everyMs);
});
