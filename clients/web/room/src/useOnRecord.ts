/** The patrols and zones on record: read again when the feed tells of a change, and every half minute. */
import { Fault, type FaultCode, type Patrol, type Zone } from "@deconflict/sdk";
import type { Watch } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";

/** Registrations that concern nobody are told to nobody: they are seen when the record is read again. */
const AGAIN_MS = 30_000;

export interface OnRecord {
  readonly patrols: readonly Patrol[];
  readonly zones: readonly Zone[];
  readonly at: string | null;
  readonly fault: FaultCode | null;
}

const NONE: readonly never[] = [];

export function useOnRecord({ api }: Watch, seq: number): OnRecord {
  const { data, error } = useQuery({
    queryKey: ["on-record", seq],
    queryFn: () => api.picture(),
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  });
  return {
    patrols: data?.patrols ?? NONE,
    zones: data?.zones ?? NONE,
    at: data?.at ?? null,
    fault: error instanceof Fault ? error.code : null,
  };
}
