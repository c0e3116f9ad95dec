/** Where a plan puts its unit at a time, and how much of its way the tolerance allows. Pure. */
import type { Point } from "./model.ts";
import { between } from "./sphere.ts";

export interface TimedPlan {
  readonly line: readonly Point[];
  /** When the unit is at each point of the line, in milliseconds since 1970, in order. */
  readonly times: readonly number[];
  readonly tolerance_s: number;
}

/** A plan as the service writes it. */
export interface WrittenPlan {
  readonly geometry: { readonly coordinates: readonly (readonly number[])[] };
  readonly properties: {
    readonly time_tolerance_s: number;
    readonly coordinateProperties: { readonly times: readonly string[] };
  };
}

export const timedPlan = ({ geometry, properties }: WrittenPlan): TimedPlan => ({
  line: geometry.coordinates.map(([lon = 0, lat = 0]) => [lon, lat]),
  times: properties.coordinateProperties.times.map((at) => Date.parse(at)),
  tolerance_s: properties.time_tolerance_s,
});

/** Where the plan puts the unit at that time; null before it begins and after it ends. */
export function placeAt({ line, times }: TimedPlan, at: number): Point | null {
  const next = times.findIndex((time) => time >= at);
  const [to, toTime] = [line[next], times[next]];
  if (to === undefined || toTime === undefined) return null;
  const [from, fromTime] = [line[next - 1], times[next - 1]];
  if (from === undefined || fromTime === undefined) return toTime === at ? to : null;
  return between(from, to, (at - fromTime) / (toTime - fromTime));
}

/**
 * The part of the line where the unit may be at that time, early or late by its tolerance: the moving corridor.
 * Before the beginning and after the end it may still, or already, be there for as long as it is tolerated.
 */
export function stretchAt(plan: TimedPlan, at: number): readonly Point[] {
  const [begin, end] = [plan.times[0], plan.times.at(-1)];
  if (begin === undefined || end === undefined) return [];
  const slack = plan.tolerance_s * 1000;
  if (at + slack < begin || at - slack > end) return [];
  const [first, last] = [Math.max(at - slack, begin), Math.min(at + slack, end)];
  const ends = [placeAt(plan, first), placeAt(plan, last)];
  const inner = plan.line.filter((_, index) => {
    const time = plan.times[index] ?? begin;
    return time > first && time < last;
  });
  return [ends[0], ...inner, ends[1]].flatMap((point) => (point == null ? [] : [point]));
}
