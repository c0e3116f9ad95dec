/** What still asks on this phone. */
import { acknowledgementOf, type Alert, type Entry, type Known, NOTHING } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { asking } from "../src/alert/waits.ts";

const alert = (seq: number): Alert =>
  ({ seq, epoch: "e", kind: "message", rings: true, acknowledged: null, message: `${seq}` }) as unknown as Alert;
const known: Known = { ...NOTHING, epoch: "e", alerts: new Map([1, 2].map((seq) => [seq, alert(seq)])) };
const said = (seq: number, epoch = "e"): Entry => {
  const path = acknowledgementOf(epoch, seq);
  return { key: path, person: "p", method: "POST", path, body: undefined, saidAt: 0 };
};
const seqs = (all: readonly { alert: Alert }[]) => all.map(({ alert: { seq } }) => seq);

test("what was answered here asks no more, and is known not to be sent", () => {
  const { waiting, answered } = asking(known, [said(2)], null);
  expect([seqs(waiting), seqs(answered)]).toEqual([[1], [2]]);
});

test("an answer in another epoch is none", () => {
  expect(seqs(asking(known, [said(1, "old"), said(2, "old")], null).waiting)).toEqual([2, 1]);
});

test("whoever calls for help is not rung for their own call, and sees it after all others", () => {
  const call = { ...alert(3), kind: "sos", sos: "s", unit: "u1", ended_at: null } as unknown as Alert;
  const all = { ...known, alerts: new Map([...known.alerts, [3, call]]) };
  const mine = asking(all, [], "u1");
  expect([seqs(mine.waiting), mine.ringing?.alert.seq]).toEqual([[2, 1, 3], 2]);
  expect(asking(all, [], "u2").ringing?.alert.seq).toBe(3);
  expect(asking({ ...known, alerts: new Map([[3, call]]) }, [], "u1").ringing).toBeNull();
});
