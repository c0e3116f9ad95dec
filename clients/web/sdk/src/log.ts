/** The room's shift log: what the desk and the facilitator note for each other. Written by the outbox, so also offline. */
import type { Api } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { Note, Noting } from "./wire.ts";

const LOG = "/v1/log";
const PAGE = 200;

/** The newest notes, the newest first. */
export async function notes(api: Api): Promise<readonly Note[]> {
  return (await api.json<{ notes: Note[] }>("GET", `${LOG}?limit=${PAGE}`)).notes;
}

/** A note as it leaves: with the time at which it was written, whenever it arrives. */
export const noting = (said: Noting, writtenAt: Date): Pick<Entry, "method" | "path" | "body"> => ({
  method: "POST",
  path: LOG,
  body: { ...said, written_at: writtenAt.toISOString() } satisfies Noting,
});

/** Raises by hand what parties have not acknowledged of an alert. Never kept for later: it would ring when it means nothing. */
export class Escalation {
  readonly #api: Api;
  readonly #newKey: () => string;
  /** By the alert's address: the key of a press whose answer never came. */
  readonly #keys = new Map<string, string>();

  constructor(api: Api, newKey: () => string) {
    this.#api = api;
    this.#newKey = newKey;
  }

  /** Answered with its note: what came of it follows. Pressed again after no answer came, it is the same press. */
  async press(epoch: string, seq: number): Promise<Note> {
    const path = `/v1/alerts/${encodeURIComponent(epoch)}/${seq}/escalate`;
    const key = this.#keys.get(path) ?? this.#newKey();
    this.#keys.set(path, key);
    const note = await this.#api.json<Note>("POST", path, undefined, { "Idempotency-Key": key });
    this.#keys.delete(path);
    return note;
  }
}

/** The notes among what waits to be sent. */
export const notesIn = (unsent: readonly Entry[]): readonly { readonly key: string; readonly said: Noting }[] =>
  unsent.filter(({ path }) => path === LOG).map(({ key, body }) => ({ key, said: body as Noting }));
