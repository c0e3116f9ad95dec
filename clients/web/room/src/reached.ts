/** How far a side of a matter was reached, and whether the desk has to look at it. Pure. */
import { type Alert, matterOf, type MatterTold, type SideTold } from "@deconflict/sdk";
import type { Matter, Sort } from "./matters.ts";

/** A device with a line receives within a second or two: after so long, nobody of that side has one. */
export const LATE_MS = 15_000;

/** A tick of a deployment as it comes, and until it is read again: before that, nobody could have been told. */
export const TOLD_WITHIN_MS = 15_000;

/** Others concern one party alone, or nobody is told of them who would have to answer. */
const HAS_SIDES: ReadonlySet<Sort> = new Set(["conflict", "encounter", "sos", "halt"]);

export type How = "untold" | "told" | "received" | "seen" | "acknowledged";

export interface Reached {
  readonly party: string;
  readonly how: How;
  /** When the first of them did so; of what is not received, when they were told. Null where nothing is told. */
  readonly at: string | null;
  /** How many did so, of how many who were told. */
  readonly people: number;
  readonly of: number;
  /** The last that was called because nobody acknowledged it. */
  readonly rung: NonNullable<SideTold["told"]>["rung"];
  /** Whether it asks for an answer. */
  readonly rings: boolean;
}

export function reachedOf({ party, told }: SideTold): Reached {
  if (told === null) return { party, how: "untold", at: null, people: 0, of: 0, rung: null, rings: false };
  const { rung, rings, people: of } = told;
  const furthest = (["acknowledged", "seen", "received"] as const).find((fact) => told[fact].people > 0);
  if (furthest === undefined) return { party, how: "told", at: told.at, people: 0, of, rung, rings };
  const { people, first_at } = told[furthest];
  return { party, how: furthest, at: first_at, people, of, rung: furthest === "acknowledged" ? null : rung, rings };
}

/** Whether it is time to call: nobody of a side has received what it was told. */
export const isLate = ({ how, at }: Reached, now: number): boolean =>
  how === "told" && at !== null && now - Date.parse(at) >= LATE_MS;

/** When the desk was first told of each matter, by its id. */
export function heardAt(alerts: Iterable<Alert>): ReadonlyMap<string, number> {
  const heard = new Map<string, number>();
  for (const alert of alerts) {
    const [matter, at] = [matterOf(alert), Date.parse(alert.released_at)];
    heard.set(matter, Math.min(at, heard.get(matter) ?? at));
  }
  return heard;
}

/** Whether a side that is told nothing may still be told at the next tick. `heard`: when the desk was told. */
export const isAwaited = ({ how }: Reached, heard: number | undefined, now: number): boolean =>
  how === "untold" && heard !== undefined && now - heard < TOLD_WITHIN_MS;

/** The matters that somebody has to be told of, by their ids in one order. */
export const toldMatters = (matters: readonly Matter[]): readonly string[] =>
  [...new Set(matters.filter(({ sort }) => HAS_SIDES.has(sort)).map(({ id }) => id))].sort();

export const byMatter = (told: readonly MatterTold[]): ReadonlyMap<string, readonly Reached[]> =>
  new Map(told.map(({ matter, sides }) => [matter, sides.map(reachedOf)]));

/** How many sides, of all matters, nobody of has received what they were told. */
export const lateSides = (reached: ReadonlyMap<string, readonly Reached[]>, now: number): number =>
  [...reached.values()].flat().filter((side) => isLate(side, now)).length;
