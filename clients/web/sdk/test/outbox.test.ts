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
    if (mood === "refused") return { type: mood, entry, code: "not_found", pointer: null, currentVersion: null };
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
