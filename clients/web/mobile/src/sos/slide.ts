/** The slide that calls for help: it takes a way, never a jump, so no tap and no single key can call. Pure. */

export const END = 100;
export const STEP = 10;

/** A finger that slides fast comes in strides; a tap at the end of the track is one of its whole length. */
const LONGEST_STRIDE = 45;

/** Where the slide is after somebody moved it there: at its beginning, when it was no sliding. */
export const slid = (from: number, to: number): number => (to - from > LONGEST_STRIDE ? 0 : Math.max(0, Math.min(to, END)));

export const isCalled = (at: number): boolean => at >= END;

/** How far a key moves the slide; null: it is no key of a slide. Right is forward where lines run from left to right. */
export function strideOf(key: string, rightToLeft: boolean): number | null {
  const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
  const back = rightToLeft ? "ArrowRight" : "ArrowLeft";
  if (key === forward || key === "ArrowUp") return STEP;
  return key === back || key === "ArrowDown" ? -STEP : null;
}
