/** Times as people read them. */
import { createInstance } from "i18next";
import { expect, test } from "vitest";
import { EN } from "../src/texts/en.ts";
import { clockTime, countdown, hourAndMinute, showTimesIn, spanOf } from "../src/time.ts";

const i18n = createInstance();
void i18n.init({ lng: "en", resources: { en: { translation: EN } }, initAsync: false });

test.each([
  [-5, 0, "seconds"],
  [59_400, 59, "seconds"],
  [60_000, 1, "minutes"],
  [3_599_000, 59, "minutes"],
  [3_600_000, 1, "hours"],
])("%i ms ago", (ms, count, unit) => {
  expect(spanOf(ms)).toEqual({ unit, count });
});

test.each([
  [1, "0:01"],
  [65_000, "1:05"],
  [3_599_000, "59:59"],
  [3_600_000, "1 h 0 min"],
  [38_786_000, "10 h 46 min"],
  [0, null],
  [-1000, null],
])("%i ms to go", (ms, shown) => {
  expect(countdown(i18n.t, ms)).toBe(shown);
});

test("times are the deployment's, not the device's", () => {
  const at = "2026-12-01T08:00:00Z";
  showTimesIn("Asia/Tokyo");
  expect(clockTime(at, "en-GB")).toContain("17:00:00");
  expect(hourAndMinute(Date.parse(at), "en-GB")).toBe("17:00");
  showTimesIn("Nowhere/Atall");
  expect(clockTime(at, "en-GB")).toContain("17:00:00");
  showTimesIn("Africa/Tripoli");
  expect(clockTime(at, "en-GB")).toContain("10:00:00");
});
