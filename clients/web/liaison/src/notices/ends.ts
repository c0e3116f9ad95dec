/** Whom one can speak to about a matter: the room always, and the other side as far as the level names it. Pure. */
import type { Matter } from "../patrols/matters.ts";
import type { Spot } from "../plan/distance.ts";

export interface End {
  /** The party's id; empty for the room. */
  readonly party: string;
  readonly name: string | null;
}

/** The desk of a conflict is not written to about it by a party: its own overlap is the way there. */
export function endsOf(matter: Matter): readonly End[] {
  if (matter.kind === "conflicts") {
    const { b } = matter.conflict;
    return b === null ? [] : [{ party: b.party, name: b.party_name }];
  }
  return [{ party: "", name: null }, ...matter.overlap.areas.map(({ party, party_name: name }) => ({ party, name }))];
}

/** Whom one chose, as long as they can be spoken to from here; else the first. */
export const chosenOf = (ends: readonly End[], party: string): string =>
  (ends.find((end) => end.party === party) ?? ends[0])?.party ?? "";

/** Where it would come too close, where that is told. */
export function nearOf(matter: Matter): Spot | null {
  if (matter.kind === "overlaps") return null;
  const { lon, lat } = matter.conflict.at_a;
  return { lon, lat };
}
