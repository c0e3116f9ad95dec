/** Whom what is told has reached: read when the feed tells of something, and every few seconds, since receipts tell the desk nothing. */
import { Fault, type FaultCode, type Known, receiptsOf } from "@deconflict/sdk";
import type { Watch } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { byMatter, type Reached, toldMatters } from "./reached.ts";
import { mattersAt } from "./matters.ts";

const AGAIN_MS = 4000;
/** What is over is left out so soon. */
const STEP_MS = 30_000;

export interface Reaching {
  readonly of: ReadonlyMap<string, readonly Reached[]>;
  readonly fault: FaultCode | null;
  /** For how long what is shown has not been read again. */
  readonly ageMs: number;
}

/** What is read is how it is now: at another moment this stands in its place. */
export const NOBODY: ReadonlyMap<string, readonly Reached[]> = new Map();

/** Of everything that holds now, whatever is filtered and whichever moment is looked at. The desk alone is shown it. */
export function useReached({ api, who }: Watch, { alerts, seq }: Known, now: number): Reaching {
  const coarse = Math.floor(now / STEP_MS) * STEP_MS;
  const wanted = useMemo(() => toldMatters(mattersAt(alerts.values(), coarse, () => null, Number.POSITIVE_INFINITY)), [alerts, coarse]);
  const asks = who.person.role === "desk" && wanted.length > 0;
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ["receipts", wanted.join()],
    queryFn: () => receiptsOf(api, wanted),
    enabled: asks,
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  });
  // One question at a time, however fast alerts come.
  useEffect(() => {
    if (asks) void refetch({ cancelRefetch: false });
  }, [asks, refetch, seq]);
  const of = useMemo(() => (data === undefined || !asks ? NOBODY : byMatter(data)), [data, asks]);
  return { of, fault: asks && error instanceof Fault ? error.code : null, ageMs: Date.now() - dataUpdatedAt };
}
