/** Notes of the shift log: what leaves, and what still waits. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { Escalation, noting, notesIn } from "../src/log.ts";
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

test("an escalation goes to its own alert, and pressed again after its answer was lost it is the same press", async () => {
  const asked: string[] = [];
  const answers = [() => Promise.reject(new TypeError("lost")), () => new Response("{", { status: 200 }), () => new Response('{"id":"n"}')];
  const api = new Api(async (path, { headers }) => {
    asked.push(`${path} ${new Headers(headers).get("Idempotency-Key")}`);
    return (answers.shift() ?? (() => new Response('{"id":"m"}')))();
  });
  let key = 0;
  const escalation = new Escalation(api, () => `k${(key += 1)}`);
  for (const _ of [1, 2]) await expect(escalation.press("e/1", 7)).rejects.toMatchObject({ code: "unreachable" });
  expect(await escalation.press("e/1", 7)).toEqual({ id: "n" });
  expect(await escalation.press("e/1", 8)).toEqual({ id: "m" });
  await escalation.press("e/1", 7);
  const to = (seq: number, under: string): string => `/v1/alerts/e%2F1/${seq}/escalate ${under}`;
  expect(asked).toEqual([to(7, "k1"), to(7, "k1"), to(7, "k1"), to(8, "k2"), to(7, "k3")]);
});
