/** From what is wrong to the field where it is put right, in the order in which the fields stand on the page. */
import type { Finding } from "../plan/check.ts";
import type { Draft } from "../plan/draft.ts";

type Timing = Draft["timing"];

/** The names of the entry's fields on the page. */
export const FIELDS = {
  unit: "entry-unit",
  points: "entry-points",
  place: (index: number): string => `entry-place-${index}`,
  time: (index: number): string => `entry-time-${index}`,
  departure: "entry-departure",
  speed: "entry-speed",
  timeTolerance: "entry-time-tolerance",
  lateralTolerance: "entry-lateral-tolerance",
} as const;

/** What a speed is to blame for while times follow from it. */
const BY_SPEED: ReadonlySet<Finding["code"]> = new Set(["too_fast", "too_long", "dwell_too_long"]);

/** The field that a finding is put right in; null where it is about the whole. Pure. */
export function fieldOf({ part, index, code }: Finding, timing: Timing): string | null {
  switch (part) {
    case "unit":
    case "timeTolerance":
    case "lateralTolerance":
      return FIELDS[part];
    case "points":
      return index === null ? FIELDS.points : FIELDS.place(index);
    case "times":
      if (timing === "each") return FIELDS.time(index ?? 0);
      return BY_SPEED.has(code) ? FIELDS.speed : FIELDS.departure;
    case "whole":
      return null;
  }
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Where it stands: first the unit, then each point with its time, then what stands below them. */
function placeOf(finding: Finding, timing: Timing): readonly [number, number] {
  const { part, index } = finding;
  switch (part) {
    case "unit":
      return [0, 0];
    case "points":
      return [1, index ?? LAST];
    case "times":
      return timing === "each" ? [1, index ?? 0] : [2, BY_SPEED.has(finding.code) ? 1 : 0];
    case "timeTolerance":
      return [3, 0];
    case "lateralTolerance":
      return [3, 1];
    case "whole":
      return [4, 0];
  }
}

/** In the order of the page; what is wrong with the same place keeps its own. Pure. */
export function inOrder(findings: readonly Finding[], timing: Timing): readonly Finding[] {
  return [...findings].sort((a, b) => {
    const [[part, index], [otherPart, otherIndex]] = [placeOf(a, timing), placeOf(b, timing)];
    return part - otherPart || index - otherIndex;
  });
}

/** Go there; a point of a long route that is not listed is among the points. */
export function goTo(field: string): void {
  const element = document.getElementById(field) ?? document.getElementById(FIELDS.points);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
