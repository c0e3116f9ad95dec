/** The past that the page reads from the service: what is shown, and a window that was chosen, with how far it is read. */
import { type FaultCode, type Position, positionsOf } from "@deconflict/sdk";
import type { Watch } from "@deconflict/ui";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Moment } from "./moment.ts";
import { Past, PIECE_MS, piecesOf } from "./past.ts";

/** A slider that is drawn along asks for nothing on its way. */
const SETTLED_MS = 300;

export interface Replay {
  /** Where units were then by the service; null while that is not known. */
  readonly at: (time: number) => readonly Position[] | null;
  readonly faultAt: (time: number) => FaultCode | null;
  /** How much of the chosen window is read, from 0 to 1; null when nothing is being read. */
  readonly progress: number | null;
  readonly load: (since: number, until: number) => Promise<void>;
}

/** `since`: from when on the page knows by itself. */
export function usePast({ api }: Watch, moment: Moment, since: number | null, now: number): Replay {
  const past = useRef(new Past((...of) => positionsOf(api, ...of))).current;
  const [, redraw] = useState(0);
  const [progress, setProgress] = useState<number | null>(null);
  const clock = useRef(now);
  clock.current = now;
  const wanted = moment.is === "past" && (since === null || moment.at < since) ? moment.at : null;

  useEffect(() => {
    if (wanted === null) return;
    const timer = setTimeout(() => {
      // While it plays, the next piece is there before it is shown.
      for (const time of [wanted, wanted + PIECE_MS / 2]) {
        void past.need(time, clock.current).then(() => redraw((times) => times + 1));
      }
    }, past.at(wanted) === null ? SETTLED_MS : 0);
    return () => clearTimeout(timer);
  }, [past, wanted]);

  const load = useCallback(
    async (from: number, until: number): Promise<void> => {
      const starts = piecesOf(from, until);
      for (const [index, start] of starts.entries()) {
        setProgress(index / starts.length);
        await past.need(start, clock.current);
      }
      setProgress(null);
    },
    [past],
  );
  const at = useCallback((time: number) => past.at(time), [past]);
  const faultAt = useCallback((time: number) => past.faultAt(time), [past]);
  return { at, faultAt, progress, load };
}
