/** How far apart things on the map are: a round length, and how long it is on the screen. Pure. */

/** The Earth's girth as web maps reckon it, and how wide they draw it at zoom 0. */
const GIRTH_M = 2 * Math.PI * 6_378_137;
const WIDTH_PX = 512;

export interface Scale {
  readonly metres: number;
  readonly px: number;
}

/** The longest of 1, 2, 5, 10 … metres that takes at most so many pixels at that latitude. */
export function scaleAt(lat: number, zoom: number, mostPx: number): Scale {
  const metresPerPx = (GIRTH_M * Math.cos((lat * Math.PI) / 180)) / (WIDTH_PX * 2 ** zoom);
  const most = metresPerPx * mostPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2].find((times) => times * power <= most) ?? 1) * power;
  return { metres, px: Math.round(metres / metresPerPx) };
}
