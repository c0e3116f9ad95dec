/** The shown moment: now, or a time that somebody chose on the slider. Pure. */

/** How far the slider reaches to either side of now. */
export const REACH_MS = 24 * 3_600_000;
/** How far back a window can be chosen: as long as the service keeps where units were. */
export const KEPT_MS = 72 * 3_600_000;
export const STEP_MS = 60_000;
/** Playing shows ten minutes a second. */
const PLAYED_PER_MS = 600;

/** What the page shows: how it is now, or how it was or is planned to be at a time. */
export type Moment = { readonly is: "now" } | { readonly is: "past" | "future"; readonly at: number };

export const NOW: Moment = { is: "now" };

/** The moment at a place of the slider; close to now it is now. */
export function momentAt(at: number, now: number): Moment {
  if (Math.abs(at - now) < STEP_MS) return NOW;
  const within = Math.min(Math.max(at, now - KEPT_MS), now + REACH_MS);
  return { is: within < now ? "past" : "future", at: within };
}

export const timeOf = (moment: Moment, now: number): number => (moment.is === "now" ? now : moment.at);

/** Whether what came on record at a time was there at the shown moment. Ahead, all that is known by now counts. */
export const wasThere = (since: string, moment: Moment): boolean => moment.is !== "past" || Date.parse(since) <= moment.at;

/** Where playing has come to after so long; at the end it stays. Null when there is nothing left to play. */
export function playedOn(at: number, now: number, elapsedMs: number): number | null {
  const next = at + elapsedMs * PLAYED_PER_MS;
  return at >= now + REACH_MS ? null : Math.min(next, now + REACH_MS);
}
