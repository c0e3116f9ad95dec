/** A person's watch: once they left it, nothing is sent in their name, and nothing of it stays where they want nothing left. */
import { Api, type Who } from "@deconflict/sdk";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Watch } from "../src/watch.ts";

const who = (id: string): Who =>
  ({ person: { id, name: id, role: "crew", party: null, unit: null }, expires_at: "", zone: "UTC" }) as unknown as Who;

/** A service that answers no call of a path, and any other with 503; a call that is given up is over. */
function hanging(path: string) {
  const said: string[] = [];
  const api = new Api((asked, { method, headers, signal }) => {
    if (method === "GET") return Promise.resolve(new Response("{}", { status: 503 }));
    said.push(`${new Headers(headers).get("If-Person")} ${asked}`);
    if (asked !== path) return Promise.resolve(new Response("{}", { status: 200 }));
    return new Promise((_, failed) => signal?.addEventListener("abort", () => failed(signal.reason)));
  });
  return { api, said };
}

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("location", { href: "http://deconflict.test/", protocol: "http:" });
  vi.stubGlobal("WebSocket", class { close(): void {} });
  for (const name of ["addEventListener", "removeEventListener"]) vi.stubGlobal(name, () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

test("after somebody left, what was on its way is over, nothing more leaves, and the next one sends none of it", async () => {
  const { api, said } = hanging("/v1/log");
  const first = new Watch(api, who("p1"));
  first.start();
  const told = first.tell({ method: "POST", path: "/v1/log", body: {} });
  void first.say("POST", "/v1/x", {});
  await expect.poll(() => first.seen().unsent.length).toBe(2);
  await expect.poll(() => said).toContain("p1 /v1/log");
  await first.leave();
  expect(await told).toMatchObject({ type: "later" });

  const before = said.filter((each) => each.startsWith("p1")).length;
  const next = new Watch(api, who("p2"));
  next.start();
  await next.say("POST", "/v1/y", {});
  await first.say("POST", "/v1/z", {});
  expect(said.slice(before)).toEqual(["p2 /v1/y"]);
  expect(next.seen().unsent).toEqual([]);
  await next.leave();
  expect(first.seen().unsent.map(({ path }) => path)).toEqual(["/v1/log", "/v1/x", "/v1/z"]);
  await first.forget();
  expect(first.seen().unsent).toEqual([]);
});
