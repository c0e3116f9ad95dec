/** A quick report: an observation and nothing else, small enough for a bad line, and never said to be sent when it is not. */
import { type Entry, INCIDENTS, reporting } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { fitted } from "../src/incident/photo.ts";
import { AGES, begun, keptIn, reportOf, waitingIn } from "../src/incident/report.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const SPOT = { lon: 13.19, lat: 32.88, accuracy_m: 12 };

test("is complete once its kind is pressed", () => {
  expect(reportOf(begun("crowd"), "u", null, SPOT, NOW)).toEqual({
    unit: "u",
    patrol: null,
    observation: {
      kind: "crowd",
      severity: "moderate",
      confidence: "certain",
      words: "",
      place: SPOT,
      happened_at: "2026-12-01T08:00:00.000Z",
    },
  });
});

test("is of the time that somebody says, and of no place when nobody knows one", () => {
  const times = AGES.map((age) => reportOf({ ...begun("other"), age }, "u", "p", null, NOW).observation);
  expect(times.map(({ happened_at }) => happened_at.slice(11, 16))).toEqual(["08:00", "07:45", "07:00", "05:00"]);
  expect(times.every(({ place }) => place === null)).toBe(true);
});

test("says in one line what was entered, as long as the service takes it", () => {
  const words = (text: string): string => reportOf({ ...begun("other"), words: text }, "u", null, null, NOW).observation.words ?? "";
  expect(words(" two\nvehicles\u202e held ")).toBe("two vehicles  held");
  expect(words("x".repeat(600))).toHaveLength(500);
});

test.each([
  [{ width: 4000, height: 3000 }, { width: 1600, height: 1200 }],
  [{ width: 3000, height: 4000 }, { width: 1200, height: 1600 }],
  [{ width: 800, height: 600 }, { width: 800, height: 600 }],
  [{ width: 9000, height: 2 }, { width: 1600, height: 1 }],
])("draws a photo of %o as %o", (taken, sent) => expect(fitted(taken)).toEqual(sent));

test("waits with its photos until it is sent, and they until they are", () => {
  const photo = new Blob(["photo"]);
  const entry = { key: "k1", person: "p", saidAt: 7, ...reporting(reportOf(begun("medical"), "u", null, null, NOW), [photo, photo]) };
  const alone: Entry = { key: "k2", person: "p", saidAt: 8, method: "POST", path: `${INCIDENTS}/id/photos`, body: photo };
  expect(waitingIn([entry, alone])).toEqual({ reports: [{ key: "k1", kind: "medical", saidAt: 7 }], photos: 3 });
  expect(waitingIn([{ ...alone, path: "/v1/sos" }])).toEqual({ reports: [], photos: 0 });
});

test("is kept with its photos when it is refused, and so are photos of a report that is sent, together", () => {
  const photo = new Blob(["photo"]);
  const of = { person: "p", saidAt: 7, refused: "unit_not_yours", ...reporting(reportOf(begun("medical"), "u", null, null, NOW), [photo, photo]) };
  const entry: Entry = { ...of, key: "k1" };
  const alone = (key: string, id: string): Entry => {
    const { files: _, ...rest } = of;
    return { ...rest, key, path: `${INCIDENTS}/${id}/photos`, body: photo };
  };
  const kept = keptIn([entry, alone("k2", "i"), alone("k3", "i"), alone("k4", "j"), { ...alone("k5", "j"), path: "/v1/log" }]);
  expect(kept).toMatchObject([
    { key: "k1", kind: "medical", photos: 2, refused: "unit_not_yours", entries: [{ key: "k1" }] },
    { kind: null, photos: 2, entries: [{ key: "k2" }, { key: "k3" }] },
    { kind: null, photos: 1, entries: [{ key: "k4" }] },
  ]);
});
