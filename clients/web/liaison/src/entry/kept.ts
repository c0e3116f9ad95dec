/** What was entered and not sent, kept on the device: a reload, a stale version or an empty battery loses nothing. */
import { emptyDraft, type Draft } from "../plan/draft.ts";

const KEPT = "deconflict-draft";

/** Each person's own, for a new patrol and for each one that is being amended. */
const nameOf = (person: string, patrol: string | null): string => `${KEPT} ${person} ${patrol ?? "new"}`;

/** An entry, and for an amendment the version that it was begun from. */
export interface Kept {
  readonly draft: Draft;
  readonly version: number | null;
}

export function keep(person: string, patrol: string | null, kept: Kept): void {
  localStorage.setItem(nameOf(person, patrol), JSON.stringify(kept));
}

export function forget(person: string, patrol: string | null): void {
  localStorage.removeItem(nameOf(person, patrol));
}

export function keptBy(person: string, patrol: string | null): Kept | null {
  return readKept(localStorage.getItem(nameOf(person, patrol)));
}

/** What an earlier version of the page kept may look otherwise: what it lacks is as in an empty entry. */
export function readKept(said: string | null): Kept | null {
  if (said === null) return null;
  const { draft, version } = JSON.parse(said) as Partial<Kept>;
  if (draft === undefined || !Array.isArray(draft.points)) return null;
  return { draft: { ...emptyDraft(0), ...draft }, version: version ?? null };
}
