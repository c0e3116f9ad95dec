/** Which patrol is a crew's own now, and what has been said about it that is not sent. Pure. */
import type { Entry, Patrol, PatrolMove } from "@deconflict/sdk";
import { moving } from "@deconflict/sdk";

const UNDER_WAY: readonly Patrol["state"][] = ["active", "off_plan", "contingent"];
const MOVES: readonly PatrolMove[] = ["start", "end", "off-plan", "contingent"];

export const isUnderWay = ({ state }: Patrol): boolean => UNDER_WAY.includes(state);

const timesOf = ({ plan }: Patrol): readonly number[] =>
  plan.properties.coordinateProperties.times.map((time) => Date.parse(time));

export const beginOf = (patrol: Patrol): number => timesOf(patrol)[0] ?? 0;
export const finishOf = (patrol: Patrol): number => timesOf(patrol).at(-1) ?? 0;

/** The one under way; else the first that is still to come or should have begun. */
export function mine(patrols: readonly Patrol[], now: number): Patrol | null {
  const underWay = patrols.filter(isUnderWay);
  const ahead = patrols.filter((patrol) => patrol.state === "registered" && finishOf(patrol) > now);
  const first = (some: readonly Patrol[]): Patrol | null => [...some].sort((a, b) => beginOf(a) - beginOf(b))[0] ?? null;
  return first(underWay) ?? first(ahead);
}

/** The last move of this patrol that waits to be sent. */
export function unsentMove(patrol: Patrol, unsent: readonly Entry[]): PatrolMove | null {
  const said = (move: PatrolMove): number =>
    unsent.findLastIndex(({ path }) => path === moving(patrol.id, patrol.version, move).path);
  const last = MOVES.map((move) => ({ move, at: said(move) })).sort((a, b) => b.at - a.at)[0];
  return last === undefined || last.at < 0 ? null : last.move;
}
