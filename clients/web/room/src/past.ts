/**
 * Where units were before this page was opened: read again from the service, half an hour at a time, and kept for as long
 * as the page. Pure but for the reading that it is given.
 */
import { Fault, type FaultCode, type Position } from "@deconflict/sdk";
import { SILENT_MS } from "./memory.ts";

export const PIECE_MS = 30 * 60_000;
/** Kept at once: the last day. */
const MOST_PIECES = 48;
/** Of each unit one fix in so many seconds; where units report too much for one answer, fewer. */
const EVERY_S = [10, 60, 300] as const;

export type Read = (since: number, until: number, everyS: number) => Promise<readonly Position[]>;

interface Piece {
  readonly tracks: ReadonlyMap<string, readonly Position[]>;
}

export class Past {
  readonly #read: Read;
  readonly #pieces = new Map<number, Piece | "reading" | FaultCode>();

  constructor(read: Read) {
    this.#read = read;
  }

  /** Where each unit was at that time; null while that is not known. */
  at(time: number): readonly Position[] | null {
    const piece = this.#pieces.get(startOf(time));
    if (piece === undefined || typeof piece === "string") return null;
    return [...piece.tracks.values()].flatMap((track) => {
      const last = track.findLast(({ at }) => Date.parse(at) <= time);
      return last === undefined || Date.parse(last.at) < time - SILENT_MS ? [] : [last];
    });
  }

  /** Why that time could not be read. */
  faultAt(time: number): FaultCode | null {
    const piece = this.#pieces.get(startOf(time));
    return typeof piece === "string" && piece !== "reading" ? piece : null;
  }

  /** Read the piece that holds that time, unless it is known or being read; `now`: nothing later can be read. */
  async need(time: number, now: number): Promise<void> {
    const start = startOf(time);
    const known = this.#pieces.get(start);
    if (known === "reading" || typeof known === "object" || start >= now) return;
    this.#pieces.set(start, "reading");
    const found = await this.#piece(start, Math.min(start + PIECE_MS, now));
    this.#pieces.set(start, found);
    this.#forget();
  }

  async #piece(start: number, until: number): Promise<Piece | FaultCode> {
    for (const everyS of EVERY_S) {
      try {
        return { tracks: byUnit(await this.#read(start - SILENT_MS, until, everyS)) };
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        if (fault.code !== "too_many_fixes" || everyS === EVERY_S.at(-1)) return fault.code;
      }
    }
    return "too_many_fixes";
  }

  #forget(): void {
    for (const oldest of this.#pieces.keys()) {
      if (this.#pieces.size <= MOST_PIECES) return;
      this.#pieces.delete(oldest);
    }
  }
}

/** The starts of the pieces that a window is made of. */
export function piecesOf(since: number, until: number): number[] {
  const starts = [];
  for (let start = startOf(since); start < until; start += PIECE_MS) starts.push(start);
  return starts;
}

const startOf = (time: number): number => Math.floor(time / PIECE_MS) * PIECE_MS;

const byUnit = (positions: readonly Position[]): Map<string, Position[]> => {
  const tracks = new Map<string, Position[]>();
  for (const position of positions) {
    const track = tracks.get(position.unit);
    if (track === undefined) tracks.set(position.unit, [position]);
    else track.push(position);
  }
  return tracks;
};
