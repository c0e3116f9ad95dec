/** Days and hours in the deployment's zone: a field gives back the moment that it was given, whatever the device's zone. */
import { expect, test } from "vitest";
import { dayOf, fieldOf, readField, zoneOf } from "../src/when.ts";

const ZONES = ["UTC", "Africa/Tripoli", "America/St_Johns", "Asia/Kathmandu", "Europe/Rome"];

test.each(ZONES)("moments come back from a field in %s", (zone) => {
  for (const said of ["2026-12-01T08:00:00Z", "2026-07-31T23:59:30Z", "2026-02-28T22:30:00Z"]) {
    expect(readField(fieldOf(Date.parse(said), zone), zone)).toBe(Date.parse(said));
  }
});

test("eight in Tripoli is six in Greenwich, and late there is the next day", () => {
  expect(readField("2026-12-01T08:00", "Africa/Tripoli")).toBe(Date.parse("2026-12-01T06:00:00Z"));
  expect(dayOf(Date.parse("2026-12-01T22:30:00Z"), "Africa/Tripoli")).toBe("2026-12-02");
  expect(zoneOf(Date.parse("2026-12-01T22:30:00Z"), { locale: "en-GB", zone: "Africa/Tripoli" })).not.toBe("UTC");
});

test("an empty field is no time, and neither are words", () => {
  expect(fieldOf(null, "UTC")).toBe("");
  expect(readField("", "UTC")).toBeNull();
  expect(readField("tomorrow", "UTC")).toBeNull();
});
