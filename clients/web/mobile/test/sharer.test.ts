/** Positions on their way: taken by the schedule, kept while the line is cut, sent in order with the clock of sending. */
import { Api, type Fix, type Fixes, MemoryStore } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { type Device, type KeptFix, NoPlace, Sharer } from "../src/sharing/sharer.ts";

function stage() {
  const sent: Fixes[] = [];
  const line = { up: true, status: 200 };
  const api = new Api(async (_, { body }) => {
    if (!line.up) throw new TypeError("no line");
    if (line.status !== 200) return new Response('{"code":"unit_not_yours"}', { status: line.status });
    sent.push(JSON.parse(`${body}`) as Fixes);
    return new Response("{}", { status: 200 });
  });
  let now = 0;
  const waits: { ms: number; then: () => void }[] = [];
  const device: Device & { place: Fix | NoPlace } = {
    place: { at: "", lon: 15, lat: 32, speed_m_s: 10 },
    async locate() {
      if (this.place instanceof NoPlace) throw this.place;
      return { ...this.place, at: new Date((now += 1000)).toISOString() };
    },
    battery: async () => null,
    now: () => now,
    after: (ms, then) => {
      const wait = { ms, then };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
  };
  const store = new MemoryStore<KeptFix>();
  const sharer = new Sharer(api, store, device, { person: "p1", unit: "U1" });
  const begun = (): void => {
    sharer.begin();
    waits.splice(0);
  };
  return { sent, line, device, store, waits, sharer, begun };
}

const timesOf = (all: readonly Fixes[]): string[] => all.flatMap(({ fixes }) => fixes.map(({ at }) => at.slice(17, 19)));

describe("a shared position", () => {
  test("is sent at once, and looked for again by the schedule", async () => {
    const { sharer, sent, waits, begun } = stage();
    begun();
    sharer.switchTo(true);
    await expect.poll(() => sent.length).toBe(1);
    expect(waits.map(({ ms }) => ms)).toEqual([5000]);
    expect(sharer.shared()).toMatchObject({ on: true, unsent: 0, everyS: 5, trouble: null });
  });

  test("is looked for no more when sharing is switched off", async () => {
    const { sharer, sent, waits, begun } = stage();
    begun();
    sharer.switchTo(true);
    await expect.poll(() => sent.length).toBe(1);
    sharer.switchTo(false);
    expect(waits).toEqual([]);
  });

  test("is looked for at once when somebody is near", async () => {
    const { sharer, sent, device, waits, begun } = stage();
    begun();
    device.place = { at: "", lon: 15, lat: 32, speed_m_s: 0 };
    sharer.switchTo(true);
    await expect.poll(() => waits.map(({ ms }) => ms)).toEqual([60_000]);
    sharer.approach(true);
    await expect.poll(() => waits.map(({ ms }) => ms)).toEqual([5000]);
    await expect.poll(() => sent.length).toBe(2);
  });
});

describe("without a line", () => {
  test("fixes wait, and leave in order and at once, with the clock of their sending", async () => {
    const { sharer, sent, line, begun } = stage();
    begun();
    line.up = false;
    for (const _ of [1, 2, 3]) await sharer.checkIn();
    expect(sharer.shared()).toMatchObject({ unsent: 3, trouble: "unreachable", sentAt: null });
    line.up = true;
    await sharer.flush();
    expect(timesOf(sent)).toEqual(["01", "02", "03"]);
    expect(sent.map(({ sent_at, unit }) => [sent_at.slice(17, 19), unit])).toEqual([["03", "U1"]]);
    expect(sharer.shared()).toMatchObject({ unsent: 0, trouble: null });
  });

  test("another person's fixes stay where they are", async () => {
    const { sharer, store, sent, begun } = stage();
    begun();
    await store.put({ key: "k", person: "p2", unit: "U9", fix: { at: "", lon: 1, lat: 1 } });
    await sharer.checkIn();
    expect(sent.map(({ unit }) => unit)).toEqual(["U1"]);
    expect((await store.all()).map(({ key }) => key)).toEqual(["k"]);
  });
});

test("nothing is sent before it is certain who is signed in", async () => {
  const { sharer, sent } = stage();
  await sharer.checkIn();
  expect(sent).toEqual([]);
  sharer.begin();
  await expect.poll(() => timesOf(sent)).toEqual(["01"]);
});

test("what the service refuses is said, and nothing is lost", async () => {
  const { sharer, line, begun } = stage();
    begun();
  line.status = 422;
  await sharer.checkIn();
  expect(sharer.shared()).toMatchObject({ unsent: 1, trouble: "unit_not_yours" });
});

test("a phone that does not say where it is, says why", async () => {
  const { sharer, device, begun } = stage();
    begun();
  device.place = new NoPlace("denied");
  expect(await sharer.checkIn()).toBeNull();
  expect(sharer.shared()).toMatchObject({ unsent: 0, trouble: "denied", last: null });
});

test("whoever leaves sends no further batch: the next request may carry another person's session", async () => {
  const { sharer, store, sent, begun } = stage();
  for (const unit of ["U1", "U2"]) await store.put({ key: unit, person: "p1", unit, fix: { at: "", lon: 1, lat: 1 } });
  begun();
  sharer.subscribe(() => sharer.leave());
  await sharer.flush();
  expect(sent.length).toBeLessThan(2);
  expect((await store.all()).map(({ unit }) => unit)).toContain("U2");
});
