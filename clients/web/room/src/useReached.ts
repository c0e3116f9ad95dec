/** Whom what is told has reached: read when the feed tells of something, and every few seconds, since receipts tell the desk nothing. */
import { Fault, type FaultCode, type Known, receiptsOf } from "@deconflict/sdk";
import type { Watch } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { byMatter, heardAt, type Reached, toldMatters } from "./reached.ts";
import { mattersAt } from "./matters.ts";

const AGAIN_MS = 4000;
/** However fast alerts come, no more often than this. */
const LEAST_MS = 1000;
/** Whoever waits for an answer for so long has none. */
const STALE_MS = 15_000;
/** What is over is left out so soon. */
const STEP_MS = 30_000;

export interface Reaching {
  readonly of: ReadonlyMap<string, readonly Reached[]>;
  /** When the desk was first told of each matter. */
  readonly heard: ReadonlyMap<string, number>;
  readonly fault: FaultCode | null;
  /** For how long what is shown has not been read again; null while nothing was read. */
  readonly ageMs: number | null;
}

/** What is read is how it is now: at another moment this stands in its place. */
export const NOBODY: ReadonlyMap<string, readonly Reached[]> = new Map();

/** Of everything that holds now, whatever is filtered and whichever moment is looked at. The desk alone is shown it. */
export function useReached({ api, who }: Watch, { alerts, seq }: Known, now: number): Reaching {
  const coarse = Math.floor(now / STEP_MS) * STEP_MS;
  const wanted = useMemo(() => toldMatters(mattersAt(alerts.values(), coarse, () => null, Number.POSITIVE_INFINITY)), [alerts, coarse]);
  const heard = useMemo(() => heardAt(alerts.values()), [alerts]);
  const asks = who.person.role === "desk" && wanted.length > 0;
  const { data, error, refetch } = useQuery({
    queryKey: ["receipts", wanted.join()],
    queryFn: async () => ({ told: byMatter(await receiptsOf(api, wanted)), at: performance.now() }),
    enabled: asks,
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
    gcTime: 0, // what was read of the same matters a while ago is no longer so
  });
  const readAt = useRef(0);
  readAt.current = data?.at ?? 0;
  useEffect(() => {
    if (asks && performance.now() - readAt.current > LEAST_MS) void refetch({ cancelRefetch: false });
  }, [asks, refetch, seq]);
  if (!asks) return { of: NOBODY, heard, fault: null, ageMs: null };
  const ageMs = data === undefined ? null : performance.now() - data.at;
  const isStale = ageMs !== null && ageMs > STALE_MS && document.visibilityState === "visible";
  return { of: data?.told ?? NOBODY, heard, fault: error instanceof Fault ? error.code : isStale ? "unreachable" : null, ageMs };
}
