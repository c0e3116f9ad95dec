/** A month as weeks of days, each with the patrols that are out on it. Pure; days are those of the deployment's zone. */
import type { Patrol } from "@deconflict/sdk";
import { dayOf } from "../when.ts";
import { timesOfPatrol } from "./matters.ts";

export interface Day {
  /** Year-month-day. */
  readonly day: string;
  /** Whether it is of the month itself, not of its neighbours'. */
  readonly within: boolean;
  readonly patrols: readonly Patrol[];
}

/** A month by its year and number, January being 0. */
export interface Month {
  readonly year: number;
  readonly month: number;
}

const WEEK = 7;
const DAY_MS = 86_400_000;
/** Where the browser does not know a region's weeks: Saturday where Arabic is read, Monday elsewhere. */
const SATURDAY = 6;
const MONDAY = 1;

interface Weeks {
  readonly getWeekInfo?: () => { readonly firstDay: number };
}

/** The day that weeks begin with, Sunday being 0. */
export function firstDayOf(locale: string): number {
  const weeks = new Intl.Locale(locale) as Intl.Locale & Weeks;
  const known = weeks.getWeekInfo?.().firstDay;
  return (known ?? (locale.startsWith("ar") ? SATURDAY : MONDAY)) % WEEK;
}

export function monthOf(ms: number, zone: string): Month {
  const [year = 0, month = 1] = dayOf(ms, zone).split("-").map(Number);
  return { year, month: month - 1 };
}

export function turned({ year, month }: Month, by: number): Month {
  const first = new Date(Date.UTC(year, month + by, 1));
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() };
}

/** A day's own midnight as if it were in Greenwich: to be written in that zone. */
export const midnight = (day: string): number => Date.parse(`${day}T00:00Z`);

export function weeksOf({ year, month }: Month, firstDay: number, patrols: readonly Patrol[], zone: string): readonly (readonly Day[])[] {
  const first = Date.UTC(year, month, 1);
  const before = (new Date(first).getUTCDay() - firstDay + WEEK) % WEEK;
  const length = (Date.UTC(year, month + 1, 1) - first) / DAY_MS;
  const out = patrols.map((patrol) => ({ patrol, ...daysOf(patrol, zone) }));
  const dayAt = (index: number): Day => {
    const day = new Date(first + (index - before) * DAY_MS).toISOString().slice(0, 10);
    const on = out.filter(({ from, to }) => from <= day && day <= to).map(({ patrol }) => patrol);
    return { day, within: index >= before && index < before + length, patrols: on.sort(sooner) };
  };
  return Array.from({ length: Math.ceil((before + length) / WEEK) }, (_, week) =>
    Array.from({ length: WEEK }, (_, at) => dayAt(week * WEEK + at)),
  );
}

function daysOf(patrol: Patrol, zone: string): { from: string; to: string } {
  const { start, end } = timesOfPatrol(patrol);
  return { from: dayOf(start, zone), to: dayOf(end, zone) };
}

const sooner = (a: Patrol, b: Patrol): number => timesOfPatrol(a).start - timesOfPatrol(b).start;
