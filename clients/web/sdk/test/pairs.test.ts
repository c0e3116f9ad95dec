/**
 * *Picture before + events = picture after*, on pairs taken from a running service.
 *
 * `tests/browser/test_pairs.py` plays a story against the service, writes what every viewer read and heard, and runs
 * this file with DECONFLICT_PAIRS naming what it wrote.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fold, type Known, NOTHING } from "../src/picture.ts";
import { FeedSession } from "../src/session.ts";
import type { Picture } from "../src/wire.ts";

interface Pair {
  viewer: string;
  /** Whether the viewer is of a party: the desk sees overlaps too, but is told of conflicts alone. */
  ofParty: boolean;
  before: Picture;
  /** The texts of one socket, as they came. */
  heard: string[];
  after: Picture;
}

const file = process.env["DECONFLICT_PAIRS"];
const pairs = file === undefined ? [] : (JSON.parse(readFileSync(file, "utf8")) as Pair[]);

const of = (picture: Picture): Known => fold(NOTHING, { type: "refreshed", picture, reason: "first" });

/** What events carry; the picture's time and the stream's state are not part of the promise. */
const carried = ({ epoch, seq, overlaps, conflicts, positions }: Known, ofParty: boolean) => ({
  epoch,
  seq,
  overlaps: ofParty ? byKey(overlaps) : {},
  conflicts: byKey(conflicts),
  positions: byKey(positions),
});

const byKey = (all: ReadonlyMap<string, unknown>) => Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Let a session hear it all, as a page would, and fold what it hands on. */
function folded({ before, heard }: Pair): Known {
  const session = new FeedSession({ epoch: before.epoch, seq: before.seq }, 15_000, 0);
  session.pictured(before);
  session.caughtUp({ epoch: before.epoch, alerts: [], last: before.seq });
  session.connected(0);
  const effects = heard.flatMap((text) => session.heard(text, 0));
  return effects.reduce((known, effect) => (effect.do === "deliver" ? fold(known, effect.event) : known), of(before));
}

describe.runIf(file !== undefined)("pairs of a running service", () => {
  test.each(pairs)("$viewer", (pair) => {
    expect(pair.heard.length).toBeGreaterThan(0);
    expect(carried(folded(pair), pair.ofParty)).toEqual(carried(of(pair.after), pair.ofParty));
  });

  test("something happened in them", () => {
    expect(pairs.some(({ before, after }) => after.seq > before.seq)).toBe(true);
    expect(pairs.some(({ after }) => after.overlaps.length > 0 || after.conflicts.length > 0)).toBe(true);
  });
});
