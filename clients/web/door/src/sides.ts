/** People by the side that they are of, neutral staff first. Pure. */
import type { Visitor } from "@deconflict/sdk";

/** Names of sides, "" for neutral staff, each with its people in the order in which they came. */
export function bySide(people: readonly Visitor[]): ReadonlyMap<string, readonly Visitor[]> {
  const sides = new Map<string, Visitor[]>([["", []]]);
  for (const visitor of people) {
    const side = visitor.side ?? "";
    sides.set(side, [...(sides.get(side) ?? []), visitor]);
  }
  if (sides.get("")?.length === 0) sides.delete("");
  return sides;
}
