/** The shown moment, and playing it on. */
import { useEffect, useState } from "react";
import { type Moment, momentAt, NOW, playedOn, STEP_MS, timeOf } from "./moment.ts";

const FRAME_MS = 100;

export interface Play {
  readonly moment: Moment;
  readonly playing: boolean;
  readonly look: (moment: Moment) => void;
  readonly toggle: () => void;
  /** Play on from the shown time, and stop there. */
  readonly playUntil: (end: number) => void;
  readonly back: () => void;
}

/** `now`: null before the service told its time. */
export function usePlay(now: number | null): Play {
  const [moment, look] = useState<Moment>(NOW);
  const [playing, setPlaying] = useState(false);
  /** Where a chosen window ends; without one it plays on. */
  const [end, setEnd] = useState<number | null>(null);
  const at = now === null ? null : timeOf(moment, now);

  useEffect(() => {
    if (!playing || now === null || at === null) return;
    const timer = setTimeout(() => {
      const next = playedOn(at, now, FRAME_MS);
      if (next === null || (end !== null && next >= end)) {
        setPlaying(false);
        setEnd(null);
        if (end !== null) look(momentAt(end, now));
      } else look(next >= now && at < now ? NOW : momentAt(next < now ? next : Math.max(next, now + STEP_MS), now));
    }, FRAME_MS);
    return () => clearTimeout(timer);
  }, [playing, at, now, end]);

  function play(on: boolean, until: number | null): void {
    setEnd(until);
    setPlaying(on);
  }

  return {
    moment,
    playing,
    look,
    toggle: () => play(!playing, null),
    playUntil: (until) => play(true, until),
    back: () => {
      play(false, null);
      look(NOW);
    },
  };
}
