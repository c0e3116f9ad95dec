/** The shell: it opens one socket at a time, waits longer after each failure, and asks why it was refused. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Fault } from "../src/api.ts";
import type { Event } from "../src/effects.ts";
import { Line, type Socket } from "../src/line.ts";
import { alert, page, picture } from "./feeding.ts";

class FakeSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly sent: unknown[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.onopen?.({} as globalThis.Event);
  }
  say(said: unknown): void {
    this.onmessage?.({ data: JSON.stringify(said) } as MessageEvent<unknown>);
  }
  end(code: number): void {
    this.onclose?.({ code, reason: "" } as CloseEvent);
  }
}

const told: Event[] = [];
const sockets: FakeSocket[] = [];
const api = {
  picture: vi.fn(async () => picture(0)),
  alerts: vi.fn(async () => page([])),
  whoAmI: vi.fn(async (): Promise<never> => Promise.reject(new Fault("unreachable", null))),
};
let now = 0;

function begin(): Line {
  const dial = (): Socket => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  };
  const after = (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  const line = new Line(api, { dial, after, now: () => now, chance: () => 0.5 }, (event) => told.push(event));
  line.start();
  return line;
}

const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 250) {
    now += 250;
    await vi.advanceTimersByTimeAsync(250);
  }
};
const kinds = (): string[] => told.map(({ type }) => type);
const newest = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
};
const welcome = { type: "welcome", epoch: "e1", recovered: true, seq: 0 };

async function live(): Promise<Line> {
  const line = begin();
  await pass(250);
  newest().open();
  newest().say(welcome);
  return line;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  told.length = sockets.length = 0;
  now = 0;
});
afterEach(() => vi.useRealTimers());

test("it reads the picture, opens the socket and says hello", async () => {
  const line = await live();
  expect(newest().sent).toEqual([{ type: "hello", epoch: "e1", after: 0 }]);
  expect(kinds()).toEqual(["refreshed", "live"]);
  line.leave();
});

test("an alert is handed on and its receipt is said", async () => {
  const line = await live();
  newest().say(alert(1));
  expect(kinds()).toContain("alert");
  expect(newest().sent).toContainEqual({ type: "received", epoch: "e1", seq: 1 });
  line.leave();
});

test("a cut line is made again, from the same place", async () => {
  const line = await live();
  newest().say(alert(1));
  newest().end(1006);
  await pass(1000);
  expect(sockets).toHaveLength(2);
  newest().open();
  expect(newest().sent).toEqual([{ type: "hello", epoch: "e1", after: 1 }]);
  line.leave();
});

test("a line that falls silent is left without waiting for its close", async () => {
  const line = await live();
  await pass(16_000);
  expect(kinds()).toContain("stale");
  expect(sockets[0]?.closed).toBe(true);
  expect(sockets.length).toBeGreaterThan(1);
  sockets[0]?.say(alert(1));
  expect(kinds()).not.toContain("alert");
  line.leave();
});

test("a dead link is told within 11 s of its last word", async () => {
  const line = await live();
  await pass(9500);
  expect(kinds()).not.toContain("stale");
  await pass(1500);
  expect(kinds()).toContain("stale");
  line.leave();
});

test("without a network it is told at once, and made again once there is one, one attempt at a time", async () => {
  const line = await live();
  line.unplug();
  line.unplug();
  expect(kinds().filter((kind) => kind === "offline")).toHaveLength(1);
  expect(sockets[0]?.closed).toBe(true);
  for (let press = 0; press < 5; press += 1) line.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(sockets).toHaveLength(2);
  newest().open();
  newest().say(welcome);
  expect(kinds().at(-1)).toBe("live");
  await pass(5000);
  expect(sockets).toHaveLength(2);
  line.leave();
});

test("a handshake that is refused since the session is over stops the line", async () => {
  const line = await live();
  newest().end(1006);
  await pass(1000);
  api.whoAmI.mockRejectedValueOnce(new Fault("signed_out", 401));
  newest().end(1006);
  await pass(1000);
  expect(told.at(-1)).toEqual({ type: "stopped", why: "signed_out" });
  const opened = sockets.length;
  await pass(20_000);
  expect(sockets).toHaveLength(opened);
  line.leave();
});

test("a service that cannot be reached is asked again, less and less often", async () => {
  api.picture.mockRejectedValue(new Fault("unreachable", null));
  const line = begin();
  await pass(30_000);
  expect(kinds()).toContain("offline");
  expect(api.whoAmI.mock.calls.length).toBeGreaterThan(4);
  expect(api.whoAmI.mock.calls.length).toBeLessThan(15);
  api.picture.mockResolvedValue(picture(0));
  line.leave();
});

test("nothing is told after leaving", async () => {
  const line = await live();
  line.leave();
  const before = told.length;
  newest().say(alert(1));
  await pass(20_000);
  expect(told).toHaveLength(before);
});

test("what was shown is stated at once, and again on the next line until it is certain", async () => {
  const line = await live();
  newest().say(alert(1));
  line.state("seen", { epoch: "e1", seq: 1 });
  line.state("seen", { epoch: "e1", seq: 2 });
  line.state("seen", { epoch: "another", seq: 1 });
  const seen = { type: "seen", epoch: "e1", seq: 1 };
  expect(newest().sent.slice(1)).toEqual([{ type: "received", epoch: "e1", seq: 1 }, seen]);
  newest().end(1006);
  await pass(20_000);
  newest().open();
  newest().say({ ...welcome, seq: 1 });
  expect(newest().sent).toContainEqual(seen);
  line.leave();
});
