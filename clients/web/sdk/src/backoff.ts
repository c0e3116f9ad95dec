/**
 * How long to wait before connecting again: exponential with full jitter, bounded.
 * Pure: `spread` in [0, 1) is drawn by the caller.
 */
const BASE_MS = 500;
const CAP_MS = 8000;

/** However long a line was cut, the client is back within 10 s of its return. */
export function delayMs(failures: number, spread: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 32);
  return spread * Math.min(CAP_MS, BASE_MS * 2 ** doublings);
}
