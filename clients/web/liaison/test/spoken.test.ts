/** What is typed for a place, in every way that officers write it. */
import { expect, test } from "vitest";
import { meant } from "../src/plan/spoken.ts";

test.each([
  ["32.887, 13.187", 13.187, 32.887],
  ["32.887 13.187", 13.187, 32.887],
  ["32.887N 13.187E", 13.187, 32.887],
  ["13.187 E, 32.887 N", 13.187, 32.887],
  ["-32.5; 13", 13, -32.5],
  ["٣٢٫٨٨٧، ١٣٫١٨٧", 13.187, 32.887],
  [`32°53'13"N 13°11'13"E`, 13.18694, 32.88694],
  ["32°30'N 13°30'W", -13.5, 32.5],
])("%s is degrees", (typed, lon, lat) => {
  const said = meant(typed);
  expect(said?.type).toBe("spot");
  if (said?.type !== "spot") return;
  expect(said.spot.lon).toBeCloseTo(lon, 4);
  expect(said.spot.lat).toBeCloseTo(lat, 4);
});

test.each(["33S US 30451 40264", "33SUS3045140264"])("%s is a square of the grid", (typed) => {
  const said = meant(typed);
  if (said?.type !== "spot") throw new Error("no spot");
  expect(said.spot.lat).toBeCloseTo(32.9, 0);
  expect(said.spot.lon).toBeCloseTo(13.2, 0);
});

test.each(["Misrata", "مصراتة", "99.5, 13", "63SXX12", "road 7"])("%s is looked up by its name", (typed) => {
  expect(meant(typed)).toEqual({ type: "name", name: typed });
});

test("nothing typed means nothing", () => {
  expect(meant("  ")).toBeNull();
});
