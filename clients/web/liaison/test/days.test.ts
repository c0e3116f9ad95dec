/** The calendar: whole weeks from the day they begin with, and a patrol on every day that it is out. */
import type { Patrol } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { firstDayOf, midnight, monthOf, turned, weeksOf } from "../src/patrols/days.ts";

const SATURDAY = 6;
const MONDAY = 1;
const DECEMBER = { year: 2026, month: 11 };
const out = (start: string, end: string): Patrol =>
  ({ plan: { properties: { coordinateProperties: { times: [start, end] } } } }) as Patrol;

test("weeks begin on the given day and are whole, whatever the month", () => {
  for (const firstDay of [0, MONDAY, SATURDAY]) {
    for (let by = 0; by < 24; by += 1) {
      const month = turned({ year: 2026, month: 0 }, by);
      const weeks = weeksOf(month, firstDay, [], "UTC");
      expect(weeks.every((week) => week.length === 7 && new Date(midnight(week[0]?.day ?? "")).getUTCDay() === firstDay)).toBe(true);
      const within = weeks.flat().filter((day) => day.within);
      expect(within[0]?.day.endsWith("-01")).toBe(true);
      expect(within).toHaveLength(new Date(Date.UTC(month.year, month.month + 1, 0)).getUTCDate());
    }
  }
});

test("a patrol over midnight is on both days and on no other, by the deployment's midnight", () => {
  const night = out("2026-12-03T21:30:00Z", "2026-12-03T22:30:00Z");
  const days = (zone: string) =>
    weeksOf(DECEMBER, MONDAY, [night], zone).flat().filter(({ patrols }) => patrols.length > 0).map(({ day }) => day);
  expect(days("UTC")).toEqual(["2026-12-03"]);
  expect(days("Africa/Tripoli")).toEqual(["2026-12-03", "2026-12-04"]);
});

test("the month is that of the deployment's zone", () => {
  expect(monthOf(Date.parse("2026-12-31T23:00:00Z"), "Africa/Tripoli")).toEqual({ year: 2027, month: 0 });
});

test("the first day is one of seven, in every language of the desk", () => {
  for (const locale of ["en-GB", "ar-LY"]) expect([0, MONDAY, SATURDAY]).toContain(firstDayOf(locale));
});
