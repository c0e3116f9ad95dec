/** Whose map this is has to be said, and can be read in either language. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Credit, credited, written } from "../src/credits.ts";
import { AR } from "../src/texts/ar.ts";
import { EN } from "../src/texts/en.ts";

const shipped = new URL("../../../../deconflict/places/shipped/libya.gazetteer.json", import.meta.url);
const { attribution } = JSON.parse(readFileSync(shipped, "utf8")) as { attribution: string };
const bare = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, "");

test("every sentence of the shipped map's credit is known, and in English it is the same", () => {
  expect((Object.keys(EN.credits) as Credit[]).map(written).join(" ")).toBe(attribution);
  expect(bare(credited(attribution, (credit) => EN.credits[credit]))).toBe(attribution);
});

test("in Arabic no Latin word is left but names and licences, and those are all there", () => {
  const said = credited(attribution, (credit) => AR.credits[credit]);
  expect(said.replaceAll(/\u2068[^\u2069]*\u2069/g, "")).not.toMatch(/[A-Za-z]/);
  for (const name of ["Natural Earth", "© GeoNames (geonames.org)", "CC BY 4.0", "airportsdata, © Mike Borsetti", "MIT"]) {
    expect(said).toContain(name);
  }
});

test("what an operator says of a map of theirs stays as it is", () => {
  expect(credited("© whose", () => "another")).toBe("© whose");
});
