/** What a person said while offline: it arrives once, in order, as whoever said it. */
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { type Entry, Outbox, type Outcome, type Store } from "../src/outbox.ts";
import { DatabaseStore, MemoryStore } from "../src/stores.ts";

const said = (path: string, person = "p1") => ({ person, method: "POST", path, body: undefined }) as const;

/** A service that has its moods, and what it was asked. */
function service(moods: Outcome["type"][]) {
  const asked: Entry[] = [];
  const deliver = async (entry: Entry): Promise<Outcome> => {
    asked.push(entry);
    const mood = moods.shift() ?? "done";
    if (mood === "refused") return { type: mood, entry, code: "not_found", pointer: null, currentVersion: null, patrol: null };
    return mood === "done" ? { type: mood, entry, answer: { id: "id" } } : { type: mood, entry };
  };
  return { asked, deliver };
}

function outbox(store: Store, moods: Outcome["type"][] = []) {
  const { asked, deliver } = service(moods);
  let key = 0;
  return { asked, box: new Outbox(store, deliver, () => `k${(key += 1)}`, () => 7) };
}

describe.each([
  ["in memory", () => new MemoryStore<Entry>()],
  ["in the browser's database", () => new DatabaseStore<Entry>(new IDBFactory())],
])("an outbox %s", (_, newStore) => {
  test("delivers in the order in which things were said, and keeps nothing that is done", async () => {
    const { box, asked } = outbox(newStore());
    for (const path of ["/b", "/a", "/c"]) await box.say(said(path));
    await box.flush("p1");
    expect(asked.map(({ path }) => path)).toEqual(["/b", "/a", "/c"]);
    expect(await box.unsent("p1")).toEqual([]);
  });

  test("keeps what could not be delivered under the same key, and all behind it", async () => {
    const { box, asked } = outbox(newStore(), ["later"]);
    await box.say(said("/a"));
    await box.say(said("/b"));
    await box.flush("p1");
    expect((await box.unsent("p1")).map(({ path }) => path)).toEqual(["/a", "/b"]);
    await box.flush("p1");
    expect(asked.map(({ key }) => key)).toEqual(["k1", "k1", "k2"]);
  });

  test("sends files after what they belong to, beside what is said later, and again until they arrive", async () => {
    const photo = new Blob(["photo"], { type: "image/jpeg" });
    const { box, asked } = outbox(newStore(), ["later", "done", "done", "later"]);
    await box.say({ ...said("/v1/incidents"), files: { to: "photos", all: [photo] } });
    await box.flush("p1");
    expect(await box.flush("p1", "file")).toEqual([]);
    await box.flush("p1");
    await box.say(said("/b"));
    await box.flush("p1");
    expect(await box.unsent("p1")).toMatchObject([{ path: "/v1/incidents/id/photos" }]);
    await box.flush("p1", "file");
    await box.flush("p1", "file");
    expect(asked.map(({ path }) => path)).toEqual([
      ...["/v1/incidents", "/v1/incidents", "/b"],
      ...["/v1/incidents/id/photos", "/v1/incidents/id/photos"],
    ]);
    expect(await (asked.at(-1)?.body as Blob).text()).toBe("photo");
    expect(await box.unsent("p1")).toEqual([]);
  });

  test("sends no file after what was refused", async () => {
    const { box } = outbox(newStore(), ["refused"]);
    await box.say({ ...said("/v1/incidents"), files: { to: "photos", all: [new Blob(["photo"])] } });
    await box.flush("p1");
    expect(await box.unsent("p1")).toEqual([]);
  });

  test("keeps what was refused with its files, sends it no more, and says it again or lets it go when told to", async () => {
    const { box, asked } = outbox(newStore(), ["refused", "refused", "done"]);
    const photo = new Blob(["photo"]);
    const report = await box.say({ ...said("/v1/incidents"), files: { to: "photos", all: [photo] } });
    await box.say({ ...said("/v1/incidents/i/photos"), body: photo });
    for (const lane of ["plain", "file"] as const) await box.flush("p1", lane);
    for (const lane of ["plain", "file"] as const) expect(await box.flush("p1", lane)).toEqual([]);
    const [kept, alone] = await box.all("p1");
    expect([kept, alone]).toMatchObject([{ key: report.key, refused: "not_found" }, { refused: "not_found" }]);
    expect(await kept?.files?.all[0]?.text()).toBe("photo");
    expect(await box.unsent("p1")).toEqual([]);
    if (kept === undefined || alone === undefined) throw new Error("they are gone");
    await box.again(kept);
    await box.takeBack(alone.key);
    await box.flush("p1");
    expect(asked.map(({ path }) => path)).toEqual(["/v1/incidents", "/v1/incidents/i/photos", "/v1/incidents"]);
    expect(await box.all("p1")).toMatchObject([{ path: "/v1/incidents/id/photos" }]);
  });

  test("drops what was refused for good, and says why", async () => {
    const { box } = outbox(newStore(), ["refused"]);
    const entry = await box.say(said("/a"));
    expect(await box.flush("p1")).toMatchObject([{ type: "refused", entry, code: "not_found" }]);
    expect(await box.unsent("p1")).toEqual([]);
  });

  test("never sends what somebody else said on this device", async () => {
    const { box, asked } = outbox(newStore());
    await box.say(said("/a", "p2"));
    await box.flush("p1");
    expect(asked).toEqual([]);
    expect(await box.unsent("p2")).toHaveLength(1);
  });

  test("two who flush at once send nothing twice", async () => {
    const { box, asked } = outbox(newStore());
    await box.say(said("/a"));
    await Promise.all([box.flush("p1"), box.flush("p1")]);
    expect(asked).toHaveLength(1);
  });
});

test("a call for help waits neither behind a queue nor for a call that hangs", async () => {
  const asked: string[] = [];
  let release: () => void = () => undefined;
  const hanging = new Promise<void>((done) => (release = done));
  const deliver = async (entry: Entry): Promise<Outcome> => {
    asked.push(entry.path);
    if (entry.path === "/a") await hanging;
    return { type: "later", entry };
  };
  let key = 0;
  const box = new Outbox(new MemoryStore(), deliver, () => `k${(key += 1)}`, () => 7);
  await box.say(said("/a"));
  await box.say(said("/b"));
  const ordinary = box.flush("p1");
  const call = await box.say({ ...said("/sos"), urgent: true });
  expect(await box.flush("p1", "urgent")).toMatchObject([{ type: "later", entry: { path: "/sos" } }]);
  expect(asked).toEqual(["/a", "/sos"]);
  await box.takeBack(call.key);
  release();
  await ordinary;
  expect((await box.unsent("p1")).map(({ path }) => path)).toEqual(["/a", "/b"]);
});

test("many are removed at once, and what is not there harms nothing", async () => {
  const store = new DatabaseStore<{ key: string }>(new IDBFactory());
  for (const key of ["a", "b", "c"]) await store.put({ key });
  await store.remove("a", "x", "c");
  await store.remove();
  expect(await store.all()).toEqual([{ key: "b" }]);
});

test("what was said survives the page", async () => {
  const factory = new IDBFactory();
  await outbox(new DatabaseStore(factory)).box.say(said("/a"));
  expect(await outbox(new DatabaseStore(factory)).box.unsent("p1")).toMatchObject([{ path: "/a", key: "k1" }]);
});

/** A service whose calls hang until they are let go, or until nothing may be sent any more. */
function hanging(store: Store = new MemoryStore()) {
  const asked: string[] = [];
  const calls: (() => void)[] = [];
  let key = 0;
  const deliver = (entry: Entry, ending: AbortSignal): Promise<Outcome> => {
    asked.push(entry.path);
    return new Promise((over) => {
      calls.push(() => over({ type: "done", entry, answer: null }));
      ending.addEventListener("abort", () => over({ type: "later", entry }));
    });
  };
  return { asked, calls, box: new Outbox(store, deliver, () => `k${(key += 1)}`, () => 7) };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done));

test("once it is closed nothing is on its way, nothing more leaves, and all is kept", async () => {
  const { asked, box } = hanging();
  const photo = new Blob(["photo"]);
  for (const path of ["/a", "/b"]) await box.say(said(path));
  for (const path of ["/1", "/2"]) await box.say({ ...said(path), body: photo });
  await box.say({ ...said("/sos"), urgent: true });
  const rounds = (["plain", "file", "urgent", "plain", "file"] as const).map((lane) => box.flush("p1", lane));
  await turn();
  await box.close();
  expect(await Promise.race([Promise.all(rounds), turn()])).toHaveLength(5);
  await box.flush("p1");
  expect(asked).toEqual(["/a", "/1", "/sos"]);
  expect(await box.unsent("p1")).toHaveLength(5);
});

test("what is answered as it closes is not said again", async () => {
  class Slow extends MemoryStore<Entry> {
    override async replace(key: string, by: readonly Entry[]): Promise<void> {
      await turn();
      await super.replace(key, by);
    }
  }
  const { asked, calls, box } = hanging(new Slow());
  for (const path of ["/a", "/b"]) await box.say(said(path));
  void box.flush("p1");
  await turn();
  calls[0]?.();
  await box.close();
  expect(asked).toEqual(["/a"]);
  expect((await box.unsent("p1")).map(({ path }) => path)).toEqual(["/b"]);
});

test("however many ask while a call hangs, one round follows it", async () => {
  const { asked, deliver } = service(["later", "later", "later", "later"]);
  const box = new Outbox(new MemoryStore(), deliver, () => "k1", () => 7);
  await box.say(said("/a"));
  await Promise.all([1, 2, 3, 4].map(() => box.flush("p1")));
  expect(asked).toHaveLength(2);
});

test("a lane that was of no use rests before it is tried again, as long as the service asks for, but not from a press", async () => {
  let now = 0;
  const asked: number[] = [];
  let afterS: number | null = null;
  const deliver = async (entry: Entry): Promise<Outcome> => {
    asked.push(now);
    return { type: "later", entry, afterS };
  };
  const box = new Outbox(new MemoryStore(), deliver, () => "k1", () => now);
  await box.say({ ...said("/1"), body: new Blob(["photo"]) });
  for (; now < 60_000; now += 5000) await box.retry("p1", "file");
  expect(asked).toEqual([0, 5000, 15_000, 35_000]);
  box.hurry();
  afterS = 60;
  await box.retry("p1", "file");
  box.hurry();
  for (now += 5000; now <= 120_000; now += 5000) await box.retry("p1", "file");
  expect(asked.slice(4)).toEqual([60_000, 120_000]);
  await box.flush("p1", "file");
  expect(asked.slice(6)).toEqual([125_000]);
});

test("nothing is tried again while a call is under way", async () => {
  const { asked, calls, box } = hanging();
  await box.say(said("/a"));
  void box.flush("p1");
  await turn();
  expect(await box.retry("p1", "plain")).toEqual([]);
  calls[0]?.();
  await turn();
  expect(asked).toEqual(["/a"]);
});

test("a device that fails once, or is full, stops no lane: what could not be moved stays whole, what is behind it leaves", async () => {
  class Full extends MemoryStore<Entry> {
    readsBroken = 1;
    override async all(): Promise<readonly Entry[]> {
      if (this.readsBroken-- > 0) throw new DOMException("", "AbortError");
      return super.all();
    }
    override async replace(key: string, by: readonly Entry[]): Promise<void> {
      if (by.length > 0) throw new DOMException("", "QuotaExceededError");
      await super.replace(key, by);
    }
  }
  const { box, asked } = outbox(new Full());
  await box.say({ ...said("/v1/incidents"), files: { to: "photos", all: [new Blob(["photo"])] } });
  await box.say(said("/b"));
  const first = box.flush("p1");
  const second = box.flush("p1");
  await expect(first).rejects.toThrow();
  expect(await second).toMatchObject([{ type: "later" }, { type: "done" }]);
  expect(asked.map(({ path }) => path)).toEqual(["/v1/incidents", "/b"]);
  expect(await box.unsent("p1")).toMatchObject([{ path: "/v1/incidents", files: { to: "photos" } }]);
});

test("others come in the place of one together, or not at all", async () => {
  const store = new DatabaseStore<{ key: string; at?: number }>(new IDBFactory());
  for (const key of ["a", "b"]) await store.put({ key });
  await store.replace("a", [{ key: "c" }, { key: "a", at: 2 }]);
  await expect(store.replace("b", [{ key: "d" }, { key: "c" }])).rejects.toThrow();
  expect(await store.all()).toEqual([{ key: "b" }, { key: "c" }, { key: "a", at: 2 }]);
});
