/** Notes of the shift log: what leaves, and what still waits. */
import { expect, test } from "vitest";
import { escalating, noting, notesIn } from "../src/log.ts";
import type { Entry } from "../src/outbox.ts";

const said = { kind: "call", text: "holds", called: "east" } as const;

test("a note keeps the time at which it was written, however late it leaves", () => {
  const left = noting(said, new Date("2026-12-01T08:00:00Z"));
  expect(left).toEqual({ method: "POST", path: "/v1/log", body: { ...said, written_at: "2026-12-01T08:00:00.000Z" } });
});

test("of what waits the notes alone are shown in the log", () => {
  const entry = (key: string, path: string, body: unknown): Entry => ({ key, path, body, person: "p", method: "POST", saidAt: 0 });
  const unsent = [entry("1", "/v1/alerts/e/1/acknowledge", undefined), entry("2", "/v1/log", said)];
  expect(notesIn(unsent)).toEqual([{ key: "2", said }]);
});

test("an escalation goes to its own alert", () => {
  expect(escalating("e/1", 7)).toEqual({ method: "POST", path: "/v1/alerts/e%2F1/7/escalate", body: undefined });
});
