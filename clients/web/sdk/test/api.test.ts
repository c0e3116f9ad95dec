/** The HTTP calls: what is sent, and what a failure means for what waits in the outbox. */
import { describe, expect, test } from "vitest";
import { Api, Fault } from "../src/api.ts";
import type { Entry } from "../src/outbox.ts";

const ENTRY: Entry = { key: "k1", person: "p1", method: "POST", path: "/v1/x", body: { a: 1 }, saidAt: 0 };

function answering(response: Response | Error) {
  const asked: { path: string; request: RequestInit }[] = [];
  const api = new Api(async (path, request) => {
    asked.push({ path, request });
    if (response instanceof Error) throw response;
    return response;
  });
  return { api, asked };
}

const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ code }), { status, headers });

describe("an entry of the outbox", () => {
  test("carries its key and its body", async () => {
    const { api, asked } = answering(new Response("{}", { status: 200 }));
    expect(await api.deliver(ENTRY)).toMatchObject({ type: "done" });
    expect(asked[0]?.request).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: { "Idempotency-Key": "k1", "If-Person": "p1", "Content-Type": "application/json" },
    });
  });

  test("names the version it changes, and learns where it was refused and what holds now", async () => {
    const body = { code: "stale", pointer: "/properties/unit", current_version: 4 };
    const { api, asked } = answering(new Response(JSON.stringify(body), { status: 412 }));
    const outcome = await api.deliver({ ...ENTRY, version: 3 });
    expect(asked[0]?.request.headers).toMatchObject({ "If-Match": '"3"' });
    expect(outcome).toMatchObject({ type: "refused", code: "stale", pointer: "/properties/unit", currentVersion: 4 });
  });

  test.each([
    ["own", "own"],
    [null, null],
  ])("that comes in the way of a patrol learns which one, as far as it is told: %s", async (patrol, known) => {
    const { api } = answering(new Response(JSON.stringify({ code: "unit_busy", patrol }), { status: 409 }));
    expect(await api.deliver(ENTRY)).toMatchObject({ type: "refused", code: "unit_busy", patrol: known });
  });

  test.each([
    [404, "refused"],
    [409, "refused"],
    [422, "refused"],
    [401, "later"],
    [429, "later"],
    [503, "later"],
    [500, "later"],
  ])("that is answered %i is %s", async (status, type) => {
    const { api } = answering(problem(status, "not_found"));
    expect(await api.deliver(ENTRY)).toMatchObject({ type });
  });

  test("that reaches nobody, or whose answer breaks off, is kept", async () => {
    expect(await answering(new TypeError("offline")).api.deliver(ENTRY)).toMatchObject({ type: "later" });
    expect(await answering(new Response("{", { status: 200 })).api.deliver(ENTRY)).toMatchObject({ type: "later" });
  });
});

test("an entry that has to wait says for how long, and one that is of no use any more is given up", async () => {
  const { api } = answering(problem(429, "too_many_uploads", { "Retry-After": "30" }));
  expect(await api.deliver(ENTRY)).toMatchObject({ type: "later", afterS: 30 });
  const ending = new AbortController();
  const hangs = new Api((_, { signal }) => new Promise((_, failed) => {
    const end = (): void => failed(signal?.reason);
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
  }));
  const under = [hangs.deliver(ENTRY, ending.signal), hangs.deliver({ ...ENTRY, body: new Blob(["photo"]) }, ending.signal)];
  ending.abort();
  under.push(hangs.deliver(ENTRY, ending.signal));
  const over = await Promise.race([Promise.all(under), new Promise((done) => setTimeout(done, 500))]);
  expect(over).toMatchObject([{ type: "later" }, { type: "later" }, { type: "later" }]);
});

test("a problem keeps its code and how long to wait", async () => {
  const { api } = answering(problem(429, "too_many_attempts", { "Retry-After": "30" }));
  await expect(api.signIn("a@a", "x")).rejects.toMatchObject({ code: "too_many_attempts", status: 429, retryAfterS: 30 });
});

test("a code of a later version, or no problem at all, is unknown", async () => {
  await expect(answering(problem(418, "teapot")).api.whoAmI()).rejects.toMatchObject({ code: "unknown" });
  await expect(answering(new Response("<html>", { status: 502 })).api.whoAmI()).rejects.toBeInstanceOf(Fault);
});

test("a place in the feed is asked for with its epoch", async () => {
  const { api, asked } = answering(new Response('{"epoch":"e&1","alerts":[],"last":0}'));
  await api.alerts({ epoch: "e&1", seq: 7 });
  expect(asked[0]?.path).toBe("/v1/alerts?epoch=e%261&after=7&limit=200");
});

test("a code goes with the password it belongs to, and with no other", async () => {
  for (const code of [undefined, "492039"]) {
    const { api, asked } = answering(new Response("{}"));
    await api.signIn("salem@east", "right", code);
    const said = { login: "salem@east", password: "right", ...(code === undefined ? {} : { code }) };
    expect(JSON.parse(`${asked[0]?.request.body}`)).toEqual(said);
  }
});

test("signing out needs no answer's body", async () => {
  await expect(answering(new Response(null, { status: 204 })).api.signOut()).resolves.toBeUndefined();
});

test("any call is made with its own headers, and its answer can be had whole", async () => {
  const { api, asked } = answering(new Response('{"id":"p"}', { status: 200, headers: { ETag: '"3"' } }));
  const answer = await api.ask("PUT", "/v1/patrols/p", { a: 1 }, { "If-Match": '"2"' });
  expect(answer.headers.get("ETag")).toBe('"3"');
  expect(asked[0]?.request).toMatchObject({ method: "PUT", body: '{"a":1}', headers: { "If-Match": '"2"' } });
});

test("a call that is answered by nothing is null", async () => {
  const { api } = answering(new Response(null, { status: 204 }));
  expect(await api.json("DELETE", "/v1/x")).toBeNull();
});

test("nobody signs in before whoever left is gone: the answer to leaving would take the new session away", async () => {
  const asked: (string | undefined)[] = [];
  let answerLeaving: (answer: Response) => void = () => undefined;
  const api = new Api(async (_, { method }) => {
    asked.push(method);
    return method === "DELETE" ? new Promise((answer) => (answerLeaving = answer)) : new Response("{}");
  });
  const left = api.signOut();
  const entered = api.signIn("a@a", "secret");
  await new Promise((later) => setTimeout(later));
  expect(asked).toEqual(["DELETE"]);
  answerLeaving(new Response(null, { status: 204 }));
  await Promise.all([left, entered]);
  expect(asked).toEqual(["DELETE", "POST"]);
});

test("whoever leaves without a line can sign in once there is one", async () => {
  const api = new Api(async (_, { method }) => {
    if (method === "DELETE") throw new TypeError("offline");
    return new Response("{}");
  });
  await expect(api.signOut()).rejects.toMatchObject({ code: "unreachable" });
  await expect(api.signIn("a@a", "secret")).resolves.toEqual({});
});
