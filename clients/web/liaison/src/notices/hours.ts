/** Whole hours as spans: what is told hour by hour reads better as from–to. Pure. */
const HOUR_MS = 3_600_000;

export type Span = readonly [from: number, to: number];

export function hourSpans(hours: readonly string[]): readonly Span[] {
  const starts = [...new Set(hours.map((hour) => Date.parse(hour)))].sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (const start of starts) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === start) last[1] = start + HOUR_MS;
    else spans.push([start, start + HOUR_MS]);
  }
  return spans;
}
