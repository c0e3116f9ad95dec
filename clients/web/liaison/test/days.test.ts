/** The calendar: whole weeks from the day they begin with, and a patrol on every day that it is out. */
import type { Patrol } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { firstDayOf, monthOf, weeksOf } from "../src/patrols/days.ts";

const SATURDAY = 6;
const MONDAY = 1;
const out = (start: Date, end: Date): Patrol =>
  ({ plan: { properties: { coordinateProperties: { times: [start.toISOString(), end.toISOString()] } } } }) as Patrol;

test("weeks begin on the given day and are whole, whatever the month", () => {
  for (const firstDay of [0, MONDAY, SATURDAY]) {
    for (let month = 0; month < 24; month += 1) {
      const weeks = weeksOf(new Date(2026, month, 1), firstDay, []);
      expect(weeks.every((week) => week.length === 7 && week[0]?.date.getDay() === firstDay)).toBe(true);
      const within = weeks.flat().filter((day) => day.within);
      expect(within[0]?.date.getDate()).toBe(1);
      expect(within).toHaveLength(new Date(2026, month + 1, 0).getDate());
    }
  }
});

test("a patrol over midnight is on both days and on no other", () => {
  const night = out(new Date(2026, 11, 3, 22), new Date(2026, 11, 4, 2));
  const days = weeksOf(monthOf(new Date(2026, 11, 15).getTime()), MONDAY, [night]).flat();
  expect(days.filter(({ patrols }) => patrols.length > 0).map(({ date }) => date.getDate())).toEqual([3, 4]);
});

test("the first day is one of seven, in every language of the desk", () => {
  for (const locale of ["en-GB", "ar-LY"]) expect([0, MONDAY, SATURDAY]).toContain(firstDayOf(locale));
});
