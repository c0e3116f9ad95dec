/** A month as weeks of days, each with the patrols that are out on it. Pure; days are those of the device's zone. */
import type { Patrol } from "@deconflict/sdk";
import { timesOfPatrol } from "./matters.ts";

export interface Day {
  readonly date: Date;
  /** Whether it is of the month itself, not of its neighbours'. */
  readonly within: boolean;
  readonly patrols: readonly Patrol[];
}

const WEEK = 7;
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

export function monthOf(ms: number): Date {
  const at = new Date(ms);
  return new Date(at.getFullYear(), at.getMonth(), 1);
}

export function weeksOf(month: Date, firstDay: number, patrols: readonly Patrol[]): readonly (readonly Day[])[] {
  const before = (month.getDay() - firstDay + WEEK) % WEEK;
  const length = new Date(month.getFullYear(), month.getMonth() + 1, 0).getDate();
  const weeks = Math.ceil((before + length) / WEEK);
  const day = (index: number): Day => {
    const date = new Date(month.getFullYear(), month.getMonth(), 1 - before + index);
    return { date, within: date.getMonth() === month.getMonth(), patrols: outOn(date, patrols) };
  };
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: WEEK }, (_, at) => day(week * WEEK + at)));
}

function outOn(date: Date, patrols: readonly Patrol[]): readonly Patrol[] {
  const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  return patrols
    .filter((patrol) => timesOfPatrol(patrol).start < next && timesOfPatrol(patrol).end >= date.getTime())
    .sort((a, b) => timesOfPatrol(a).start - timesOfPatrol(b).start);
}
