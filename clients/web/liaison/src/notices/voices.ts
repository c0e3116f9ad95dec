/**
 * Where on a patrol's page what was said with whom stands. The service keeps it once, with the overlap, and shows it with
 * each conflict too; here it stands at the most urgent conflict with that party, or at the overlap where there is none. Pure.
 */
import type { Matter } from "../patrols/matters.ts";
import { type End, endsOf } from "./ends.ts";

export interface Voices {
  /** Whether what was said with that party stands here; null: with the room. */
  readonly hears: (party: string | null) => boolean;
  /** To whom one can speak from here. */
  readonly ends: readonly End[];
  /** Where else what was said with this conflict's other side stands. */
  readonly elsewhere: Matter | null;
}

const isWith = (matter: Matter, party: string): boolean => matter.kind === "conflicts" && matter.conflict.b?.party === party;

/** `matters`: all that is shown of the patrol, the most urgent first. */
export function voicesOf(matter: Matter, matters: readonly Matter[]): Voices {
  const conflictWith = (party: string): Matter | undefined => matters.find((each) => isWith(each, party));
  const rest = matters.find(({ kind }) => kind === "overlaps") ?? matters[0];
  const hears = (party: string | null): boolean => {
    const place = party === null ? undefined : conflictWith(party);
    if (place !== undefined) return place.id === matter.id;
    return matter.kind === "overlaps" || rest?.id === matter.id;
  };
  const ends = endsOf(matter);
  const heard = ends.filter(({ party }) => hears(party === "" ? null : party));
  const other = matter.kind === "conflicts" ? ends.find((end) => !heard.includes(end)) : undefined;
  return { hears, ends: heard, elsewhere: other === undefined ? null : (conflictWith(other.party) ?? null) };
}
