/** Their view is the ledger's disclosures: each is shown once, at its level, to whom it names, and nothing else is. */
import type { LedgerEntry } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { newest, seenBy, sightOf, sights } from "../src/pacts/seen.ts";

const entry = (id: string, payload: LedgerEntry["payload"], subject = "patrol"): LedgerEntry => ({
  id,
  kind: "disclosure",
  subject,
  person: null,
  payload,
  at: `2026-12-01T08:00:0${id}Z`,
  salt: "",
  commitment: "",
});

const ENTRIES = [
  entry("1", { level: 1, hours: ["2026-12-01T12:00:00+00:00"], to: [] }),
  entry("2", { level: 2, hours: ["2026-12-01T12:00:00+00:00"], to: ["east"] }),
  entry("3", { level: 3, to: "east", version: 1 }),
  entry("4", { level: 4, to: "west", version: 2 }, "another"),
];

test("every entry is shown once, the newest first, as what it let be seen", () => {
  const shown = sights(ENTRIES);
  expect(shown.map(({ id }) => id)).toEqual(["4", "3", "2", "1"]);
  expect(shown.map(({ what, level }) => [what, level])).toEqual([["plan", 4], ["segment", 3], ["cells", 2], ["hours", 1]]);
  expect(shown.map(({ to }) => to)).toEqual([["west"], ["east"], ["east"], []]);
  expect(shown[3]?.hours).toEqual(["2026-12-01T12:00:00+00:00"]);
});

test.each([
  [{ level: 4, to: "east", what: "position" }, "position"],
  [{ level: 2, matter: "live", to: "east" }, "live"],
  [{ level: 3, to: "east", what: "sos" }, "sos"],
  [{ through: "glass", patrols: ["p"] }, "glass"],
  [{ through: "room", plans: 1, conflicts: 0 }, "room"],
  [{ to: "facilitator", unanswered: 3, kinds: ["overlap"] }, "unanswered"],
  [{ to: "desk", what: "tracks", units: 2 }, "tracks"],
  [{ later: "than this page" }, "other"],
])("%j is %s", (payload, what) => {
  expect(sightOf(entry("5", payload as LedgerEntry["payload"])).what).toBe(what);
});

test("a viewer's own sight is what names them, and what names nobody", () => {
  const of = (viewer: string | null) => seenBy(sights(ENTRIES), viewer).map(({ id }) => id);
  expect(of("east")).toEqual(["3", "2", "1"]);
  expect(of("west")).toEqual(["4", "1"]);
  expect(of(null)).toHaveLength(ENTRIES.length);
});

test("of each patrol the newest counts", () => {
  expect([...newest(sights(ENTRIES))].map(([subject, { id }]) => [subject, id])).toEqual([["another", "4"], ["patrol", "3"]]);
});
