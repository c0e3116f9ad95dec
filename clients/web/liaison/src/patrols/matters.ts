/** Which patrols are told apart how, and what of one's own notices is about which. Pure. */
import type { Alert, Known, KnownConflict, Overlap, Patrol, PatrolMove, PatrolState, Urgency } from "@deconflict/sdk";

export type Group = "underWay" | "ahead" | "over";

const GROUPS: Readonly<Record<PatrolState, Group>> = {
  active: "underWay",
  off_plan: "underWay",
  contingent: "underWay",
  draft: "ahead",
  registered: "ahead",
  ended: "over",
  withdrawn: "over",
  expired: "over",
};

const MOVES: Readonly<Record<PatrolState, readonly PatrolMove[]>> = {
  draft: ["register"],
  registered: ["start", "withdraw"],
  active: ["end", "off-plan", "contingent"],
  off_plan: ["start", "end", "contingent"],
  contingent: ["end"],
  ended: [],
  withdrawn: [],
  expired: [],
};

/** What the officer may do with it now (PAT-01). */
export const movesOf = ({ state }: Patrol): readonly PatrolMove[] => MOVES[state];

export const isAmendable = ({ state }: Patrol): boolean =>
  state === "draft" || state === "registered" || state === "active" || state === "off_plan";

export const groupOf = ({ state }: Patrol): Group => GROUPS[state];

export interface Times {
  readonly start: number;
  readonly end: number;
}

export function timesOfPatrol({ plan }: Patrol): Times {
  const times = plan.properties.coordinateProperties.times.map((at) => Date.parse(at));
  return { start: times[0] ?? 0, end: times.at(-1) ?? 0 };
}

/** Under way and ahead the soonest first, what is over the latest first. */
export function grouped(patrols: readonly Patrol[]): ReadonlyMap<Group, readonly Patrol[]> {
  const soonest = [...patrols].sort((a, b) => timesOfPatrol(a).start - timesOfPatrol(b).start);
  const of = (group: Group): Patrol[] => soonest.filter((patrol) => groupOf(patrol) === group);
  return new Map([
    ["underWay", of("underWay")],
    ["ahead", of("ahead")],
    ["over", of("over").reverse()],
  ]);
}

/** Something that a party is told of a patrol of its own: an overlap below level 3, a conflict from there on. */
export type Matter =
  | { readonly kind: "overlaps"; readonly id: string; readonly overlap: Overlap }
  | { readonly kind: "conflicts"; readonly id: string; readonly conflict: KnownConflict };

export const gradeOf = (matter: Matter): Urgency => (matter.kind === "overlaps" ? "caution" : matter.conflict.grade);

const RANK: Readonly<Record<Urgency, number>> = { critical: 0, caution: 1, advisory: 2 };

/** What was told of a patrol, what is most urgent first. */
export function mattersOf({ overlaps, conflicts }: Pick<Known, "overlaps" | "conflicts">, patrol: string): readonly Matter[] {
  const shared = [...overlaps.values()].filter((each) => each.patrol === patrol);
  const exact = [...conflicts.values()].filter(({ a, b }) => a.patrol === patrol || b?.patrol === patrol);
  const all: Matter[] = [
    ...exact.map((conflict): Matter => ({ kind: "conflicts", id: conflict.id, conflict })),
    ...shared.map((overlap): Matter => ({ kind: "overlaps", id: overlap.id, overlap })),
  ];
  return all.sort((a, b) => RANK[gradeOf(a)] - RANK[gradeOf(b)]);
}

/** The patrol of one's own that an alert is about; null where it is about none. */
export function patrolOf(alert: Alert): string | null {
  if ("a" in alert) return alert.a.patrol;
  return "patrol" in alert && typeof alert.patrol === "string" ? alert.patrol : null;
}
