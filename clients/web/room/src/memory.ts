/**
 * Where units were, as this page was told: what it replays without asking. It begins when the page is opened and ends with
 * it; what was before is read from the service (`past.ts`).
 */
import type { Position } from "@deconflict/sdk";
import { REACH_MS } from "./moment.ts";

/** Of each unit no more than one position in so long is remembered. */
const APART_MS = 10_000;
/** A unit that was silent for so long before a time is not shown at that time. */
export const SILENT_MS = 15 * 60_000;
/** All positions of all units together: some 40 MB. */
const MOST = 300_000;

export class Memory {
  readonly #tracks = new Map<string, Position[]>();
  #count = 0;
  #since: number | null = null;

  /** From when on there are positions; null before the first. */
  get since(): number | null {
    return this.#since;
  }

  note(positions: Iterable<Position>, now: number): void {
    this.#since ??= now;
    for (const position of positions) this.#add(position);
    if (this.#count > MOST) this.#forget(this.#middle());
    this.#forget(now - REACH_MS);
  }

  /** Where each unit was at that time. */
  at(time: number): Position[] {
    return [...this.#tracks.values()].flatMap((track) => {
      const last = track.findLast(({ at }) => Date.parse(at) <= time);
      return last === undefined || Date.parse(last.at) < time - SILENT_MS ? [] : [last];
    });
  }

  #add(position: Position): void {
    const track = this.#tracks.get(position.unit) ?? [];
    const last = track.at(-1);
    if (last !== undefined && Date.parse(position.at) - Date.parse(last.at) < APART_MS) return;
    track.push(position);
    this.#tracks.set(position.unit, track);
    this.#count += 1;
  }

  /** Half of what is remembered is older than this. */
  #middle(): number {
    const times = [...this.#tracks.values()].flat().map(({ at }) => Date.parse(at));
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  }

  #forget(before: number): void {
    if (this.#since !== null && before <= this.#since) return;
    this.#since = before;
    this.#count = 0;
    for (const [unit, track] of this.#tracks) {
      const kept = track.filter(({ at }) => Date.parse(at) >= before);
      this.#count += kept.length;
      if (kept.length === 0) this.#tracks.delete(unit);
      else this.#tracks.set(unit, kept);
    }
  }
}
