/** What somebody means by what they type for a place: degrees, a grid reference (MGRS), or a name to be looked up. Pure. */
import { toPoint } from "mgrs";
import type { Spot } from "./distance.ts";

export type Meant = { readonly type: "spot"; readonly spot: Spot } | { readonly type: "name"; readonly name: string };

const NUMBER = String.raw`([-+]?\d{1,3}(?:\.\d+)?)`;
const PAIR = new RegExp(`^${NUMBER}°?\\s*([NSEW])?\\s*[,;\\s]\\s*${NUMBER}°?\\s*([NSEW])?$`, "i");
const SIXTIETHS = String.raw`(\d{1,3})°\s*(\d{1,2})['′]\s*(?:(\d{1,2}(?:\.\d+)?)["″])?\s*([NSEW])`;
const DEGREES = new RegExp(`^${SIXTIETHS}[,;\\s]*${SIXTIETHS}$`, "i");
const GRID = /^\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(?:\d{2}|\d{4}|\d{6}|\d{8}|\d{10})$/;
const ARABIC_ZERO = 0x660;

/** What is meant; null for nothing typed. Latitude comes first unless letters say otherwise. */
export function meant(typed: string): Meant | null {
  const said = western(typed).trim();
  if (said === "") return null;
  const spot = inDegrees(said) ?? inSixtieths(said) ?? onGrid(said.replaceAll(/\s/g, "").toUpperCase());
  return spot === null ? { type: "name", name: typed.trim() } : { type: "spot", spot };
}

/** Arabic digits, decimal mark and comma, as a keyboard set to Arabic types them. */
function western(typed: string): string {
  return typed
    .replaceAll(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) - ARABIC_ZERO}`)
    .replaceAll("٫", ".")
    .replaceAll("،", ",");
}

function inDegrees(said: string): Spot | null {
  const [, first, firstLetter = "", second, secondLetter = ""] = PAIR.exec(said) ?? [];
  if (first === undefined || second === undefined) return null;
  return spotOf(signed(Number(first), firstLetter), firstLetter, signed(Number(second), secondLetter));
}

function inSixtieths(said: string): Spot | null {
  const found = DEGREES.exec(said);
  if (found === null) return null;
  const value = (at: number): number =>
    Number(found[at]) + Number(found[at + 1]) / 60 + Number(found[at + 2] ?? 0) / 3600;
  const [first = "", second = ""] = [found[4], found[8]];
  return spotOf(signed(value(1), first), first, signed(value(5), second));
}

function onGrid(said: string): Spot | null {
  if (!GRID.test(said)) return null;
  try {
    const [lon, lat] = toPoint(said);
    return { lon, lat };
  } catch {
    // The library throws plain errors for squares that do not exist: then it is somebody's name for a place.
    return null;
  }
}

const signed = (value: number, letter: string): number => (/[SW]/i.test(letter) ? -value : value);

function spotOf(first: number, letter: string, second: number): Spot | null {
  const [lat, lon] = /[EW]/i.test(letter) ? [second, first] : [first, second];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : null;
}
