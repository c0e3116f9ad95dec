/** What a crew is asked to do: never more than the alert holds. */
import type { Alert } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { directionAt, orderOf, whyOf } from "../src/alert/orders.ts";

const encounter = (said: object): Alert =>
  ({ kind: "encounter", encounter: "e", sight: "exact", state: "open", closeness: null, updated_at: "2026-12-01T08:12:04Z", ...said }) as Alert;

test("whoever is too close now, or is told by the safety clause, is to stop", () => {
  expect(orderOf(encounter({ closeness: "close" }))).toBe("stop");
  expect(orderOf(encounter({ sight: "stop" }))).toBe("stop");
});

test("a course that meets, a silent unit and others in the area ask for less", () => {
  expect(["predicted", "reach"].map((closeness) => orderOf(encounter({ closeness })))).toEqual(["hold", "hold"]);
  expect(orderOf(encounter({ sight: "area" }))).toBe("hold");
});

test("what is over, or withheld, asks nothing", () => {
  const over = [{ state: "ended" }, { state: "withheld" }, { kind: "all_clear" }].map((said) => encounter({ closeness: "close", ...said }));
  expect(over.map((alert) => [orderOf(alert), whyOf(alert, false), directionAt(alert)])).toEqual(over.map(() => [null, null, null]));
  expect(orderOf({ kind: "message" } as Alert)).toBeNull();
});

test("the reason is the alert's own; what was so is not said to be so now once the line is lost", () => {
  expect(whyOf(encounter({ closeness: "close" }), false)).toBe("close");
  expect(whyOf(encounter({ closeness: "close" }), true)).toBe("wasClose");
  expect(whyOf(encounter({ closeness: "predicted" }), true)).toBe("predicted");
  expect(whyOf(encounter({ sight: "area" }), false)).toBe("area");
  expect(whyOf(encounter({ sight: "stop" }), false)).toBeNull();
});

test("a direction holds since the alert's last word", () => expect(directionAt(encounter({}))).toBe("2026-12-01T08:12:04Z"));
