/** The notes of the shift log: those on record, those still on this device, and the ways to write one and to escalate. */
import { Escalation, Fault, type FaultCode, newKey, type Note, notes, notesIn, noting, type Noting } from "@deconflict/sdk";
import { codeOf, useSeen, type Watch } from "@deconflict/ui";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import type { Written } from "./shiftLog.ts";

/** What a colleague writes at another desk is read so often. */
const AGAIN_MS = 15_000;
/** What came of an escalation is waited for. */
const SOON_MS = 1000;
const KEY = ["log"];

export interface Log {
  readonly written: readonly Written[];
  readonly fault: FaultCode | null;
  /** Null once it is safe on this device; else why it was refused. */
  readonly write: (said: Noting) => Promise<FaultCode | null>;
  /** The key of the note that says what came of it; else why it could not be done. Never kept for later. */
  readonly escalate: (epoch: string, seq: number) => Promise<{ readonly note: string } | { readonly fault: FaultCode }>;
}

const waits = (known: readonly Note[] | undefined): boolean =>
  known?.some(({ raised }) => raised !== null && raised.done_at === null) ?? false;

export function useLog(watch: Watch): Log {
  const { unsent, ahead } = useSeen(watch);
  const client = useQueryClient();
  const escalation = useMemo(() => new Escalation(watch.api, newKey), [watch]);
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => notes(watch.api), refetchInterval: ({ state }) => (waits(state.data) ? SOON_MS : AGAIN_MS) });
  const name = watch.who.person.name;
  const left = useMemo(() => notesIn(unsent), [unsent]);
  const written = useMemo(
    () => [...left.map(({ key, said }) => waiting(key, said, name)), ...(data ?? []).map(onRecord)],
    [left, data, name],
  );
  // What waited for the line is on record as soon as it has left.
  useEffect(() => void client.invalidateQueries({ queryKey: KEY }), [client, left.length]);
  const write = useCallback(
    async (said: Noting): Promise<FaultCode | null> => {
      const outcome = await watch.tell(noting(said, nowOf(ahead)));
      if (outcome.type === "done") {
        client.setQueryData<readonly Note[]>(KEY, (before) => [outcome.answer as Note, ...(before ?? [])]);
      }
      return outcome.type === "refused" ? codeOf(outcome.code) : null;
    },
    [watch, client, ahead],
  );
  const escalate = useCallback<Log["escalate"]>(
    async (epoch, seq) => {
      try {
        const note = await escalation.press(epoch, seq);
        client.setQueryData<readonly Note[]>(KEY, (before = []) => [note, ...before.filter(({ id }) => id !== note.id)]);
        return { note: note.id };
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        return { fault: fault.code };
      }
    },
    [escalation, client],
  );
  return { written, fault: error instanceof Fault ? error.code : null, write, escalate };
}

/** The service's time where it is known: a device's clock may be wrong. */
const nowOf = (ahead: number | null): Date => new Date(ahead === null ? Date.now() : performance.now() + ahead);

const onRecord = (note: Note): Written => ({ ...note, key: note.id, at: note.written_at, isSent: true });

const waiting = (key: string, said: Noting, name: string): Written => ({
  key,
  name,
  kind: said.kind,
  text: said.text,
  about: said.about ?? null,
  called: said.called ?? null,
  answered_by: said.answered_by ?? null,
  raised: null,
  at: said.written_at ?? "",
  isSent: false,
});
