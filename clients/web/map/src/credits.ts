/** Whose map this is, in the reader's language: the names stay what they are, the words around them are ours. Pure. */
import { apart } from "@deconflict/ui";
import { EN } from "./texts/en.ts";

/** Who is named where in what the build of the basemap writes of its sources. */
const NAMED = {
  land: { whose: "Natural Earth" },
  districts: { whose: "Natural Earth" },
  towns: { whose: "© GeoNames (geonames.org)", licence: "CC BY 4.0" },
  airfields: { whose: "airportsdata, © Mike Borsetti", licence: "MIT" },
} as const satisfies Record<keyof typeof EN.credits, Readonly<Record<string, string>>>;
export type Credit = keyof typeof NAMED;
type Names = Readonly<Record<string, string>>;

const CREDITS = Object.keys(NAMED) as readonly Credit[];

const filled = (text: string, names: Names): string =>
  text.replaceAll(/{{(\w+)}}/g, (_, hole: string) => names[hole] ?? "");

/** A source's sentence as the basemap has it. */
export const written = (credit: Credit): string => filled(EN.credits[credit], NAMED[credit]);

/** What is known is said sentence by sentence (`words`); what an operator wrote stays. */
export const credited = (attribution: string, words: (credit: Credit) => string): string =>
  CREDITS.reduce((said, credit) => said.replace(written(credit), () => filled(words(credit), isolated(NAMED[credit]))), attribution);

const isolated = (names: Names): Names => Object.fromEntries(Object.entries(names).map(([hole, name]) => [hole, apart(name)]));
