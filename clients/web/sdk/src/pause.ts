/**
 * How long a lane of the outbox rests after a round that came to nothing, before it is tried again without anybody's
 * press: longer each time, and at least as long as the service asks for. Pure.
 */
import type { Lane } from "./outbox.ts";

export interface Pause {
  readonly rounds: number;
  readonly from: number;
  readonly until: number;
  /** The service said how long. */
  readonly isAsked: boolean;
}

/** A little less than the time from one try to the next, so that the next is not missed. */
const FIRST_MS = 4000;
/** A call for help is tried as often as ever; a photo, which fills a thin line for minutes, seldom. */
const LONGEST_MS: Record<Lane, number> = { urgent: FIRST_MS, plain: 30_000, file: 300_000 };
const LONGEST_ASKED_S = 600;

export function pauseAfter(before: Pause | undefined, lane: Lane, askedS: number | null, now: number): Pause {
  const rounds = (before?.rounds ?? 0) + 1;
  const own = Math.min(LONGEST_MS[lane], FIRST_MS * 2 ** Math.min(rounds - 1, 16));
  const asked = 1000 * Math.min(LONGEST_ASKED_S, askedS ?? 0);
  return { rounds, from: now, until: now + Math.max(own, asked), isAsked: askedS !== null };
}

/** A clock that was put back says nothing of how long it has been: then it is over. */
export const isOver = (pause: Pause | undefined, now: number): boolean =>
  pause === undefined || now >= pause.until || now < pause.from;
