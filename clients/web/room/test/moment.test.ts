/** The shown moment: close to now it is now, and it never leaves the slider. */
import { expect, test } from "vitest";
import { KEPT_MS, momentAt, NOW, playedOn, REACH_MS, STEP_MS, timeOf, wasThere } from "../src/moment.ts";

const now = Date.parse("2026-12-01T08:00:00Z");

test("close to now is now, so that nobody takes yesterday's minute for the present", () => {
  expect(momentAt(now + STEP_MS - 1, now)).toBe(NOW);
  expect(momentAt(now - STEP_MS, now)).toEqual({ is: "past", at: now - STEP_MS });
  expect(momentAt(now + STEP_MS, now)).toEqual({ is: "future", at: now + STEP_MS });
});

test("the future ends a day from now, the past with what is kept", () => {
  expect(momentAt(now - 2 * KEPT_MS, now)).toEqual({ is: "past", at: now - KEPT_MS });
  expect(timeOf(momentAt(now + 2 * REACH_MS, now), now)).toBe(now + REACH_MS);
  expect(timeOf(NOW, now)).toBe(now);
});

test("a second of playing is ten minutes, and it stops at the end", () => {
  expect(playedOn(now, now, 1000)).toBe(now + 600_000);
  expect(playedOn(now + REACH_MS - 1, now, 1000)).toBe(now + REACH_MS);
  expect(playedOn(now + REACH_MS, now, 1000)).toBeNull();
});

test("what came on record later was not there then; now and ahead all counts that is known", () => {
  const recorded = "2026-12-01T07:30:00Z";
  expect(wasThere(recorded, momentAt(Date.parse(recorded) - 1, now))).toBe(false);
  expect(wasThere(recorded, momentAt(Date.parse(recorded), now))).toBe(true);
  expect(wasThere("2026-12-01T08:00:01Z", NOW)).toBe(true);
  expect(wasThere(recorded, momentAt(now + STEP_MS, now))).toBe(true);
});
