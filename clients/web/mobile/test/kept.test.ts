/** What a phone keeps to open without the service, and for whom. */
import type { Alert, Who } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { Kept, type Storing } from "../src/kept.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const who = (id: string, expires_at = "2026-12-01T20:00:00Z"): Who => ({
  expires_at,
  person: { id, name: "Omar", role: "crew", party: "p", unit: null },
  feed_epoch: "e",
  zone: "Africa/Tripoli",
});
const alert = (seq: number, rings: boolean) => ({ seq, rings, acknowledged: null }) as Alert;

function kept(full = false) {
  const kept = new Map<string, string>();
  const storing: Storing = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => {
      if (full) throw new DOMException("", "QuotaExceededError");
      kept.set(name, text);
    },
    removeItem: (name) => kept.delete(name),
  };
  return { kept, box: new Kept(storing, () => NOW) };
}

test("whoever signed in last is known until their session is over", () => {
  const { box, kept: all } = kept();
  expect(box.who()).toBeNull();
  box.remember(who("p1"));
  expect(box.who()?.person.id).toBe("p1");
  box.remember(who("p1", "2026-12-01T07:59:59Z"));
  box.put(who("p1"), "unit", "u");
  expect(box.who()).toBeNull();
  expect(all.size).toBe(0);
});

test("signing out leaves nothing, and nobody is shown what is another's", () => {
  const { box, kept: all } = kept();
  box.remember(who("p1"));
  box.put(who("p1"), "unit", "u");
  expect(box.get(who("p1"), "unit")).toBe("u");
  expect(box.get(who("p2"), "unit")).toBeNull();
  box.remember(null);
  expect(all.size).toBe(0);
});

test("the alerts that wait for an answer are there when the page opens, with the age of the picture", () => {
  const { box } = kept();
  const at = "2026-12-01T07:50:00Z";
  const known = { ...box.known(who("p1")), epoch: "e", at, seq: 9, alerts: new Map([[8, alert(8, true)], [9, alert(9, false)]]) };
  box.keepAlerts(who("p1"), known);
  const { epoch, seq, at: told, alerts } = box.known(who("p1"));
  expect([epoch, seq, told, [...alerts.keys()]]).toEqual(["e", 0, at, [8]]);
});

test("a full device keeps nothing rather than something old", () => {
  const { box } = kept(true);
  box.put(who("p1"), "unit", "u");
  expect(box.get(who("p1"), "unit")).toBeNull();
});
