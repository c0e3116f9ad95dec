/** What tests of the feed are made of: alerts, pictures and a session that is already somewhere. */
import { readFileSync } from "node:fs";
import type { Effect, Event } from "../src/effects.ts";
import { FeedSession } from "../src/session.ts";
import type { Alert, Feed, FromServer, Picture } from "../src/wire.ts";

interface Contract {
  components: { schemas: Record<string, { examples?: unknown[] }> };
}

const contract = JSON.parse(
  readFileSync(new URL("../../../../docs/asyncapi.json", import.meta.url), "utf8"),
) as Contract;

export const STALE_AFTER_MS = 15_000;

/** The published example of a message, changed as a test needs it. */
export function example<T extends FromServer>(schema: string, changed: Partial<T> = {}): T {
  const [first] = contract.components.schemas[schema]?.examples ?? [];
  if (first === undefined) throw new Error(`no example of ${schema}`);
  return { ...(first as T), ...changed };
}

export const alert = (seq: number, changed: Partial<Alert> = {}): Alert =>
  example<Alert>("OverlapAlert", { epoch: "e1", seq, ...changed } as Partial<Alert>);

export const page = (seqs: readonly number[], epoch = "e1"): Feed => ({
  epoch,
  alerts: seqs.map((seq) => alert(seq, { epoch })),
  last: seqs.at(-1) ?? 0,
});

export const picture = (seq: number, epoch = "e1"): Picture => ({
  epoch,
  seq,
  at: "2026-12-01T08:00:00Z",
  patrols: [],
  overlaps: [],
  conflicts: [],
  shared_plans: [],
  zones: [],
  positions: [],
});

export const hear = (session: FeedSession, said: FromServer, now = 0): Effect[] =>
  session.heard(JSON.stringify(said), now);

export const welcome = (session: FeedSession, epoch = "e1", recovered = true): Effect[] => {
  session.connected(0);
  return hear(session, { type: "welcome", epoch, recovered, seq: 0 });
};

/** A session that has read its picture and every alert up to `seq`, and is live. */
export function live(seq = 0): FeedSession {
  const session = new FeedSession(null, STALE_AFTER_MS, 0);
  session.pictured(picture(0));
  session.caughtUp(page([]));
  welcome(session);
  for (let next = 1; next <= seq; next += 1) hear(session, alert(next));
  return session;
}

export const delivered = (effects: readonly Effect[]): Event[] =>
  effects.flatMap((effect) => (effect.do === "deliver" ? [effect.event] : []));

export const seqs = (effects: readonly Effect[]): number[] =>
  delivered(effects).flatMap((event) => (event.type === "alert" ? [event.alert.seq] : []));

export const sent = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect) => (effect.do === "send" ? [effect.message] : []));
