/** A direction as an arrow, north up. What it shows is said in words beside it. */
import type { ReactNode } from "react";

/** `isOld`: hollow, so that nobody steers by it as if it were seen now. */
export function Compass({ bearing, isOld }: { bearing: number; isOld: boolean }): ReactNode {
  return (
    <svg className={isOld ? "compass old" : "compass"} viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="46" fill="none" stroke="currentColor" strokeWidth="3" />
      <path d="M50 2 v10" stroke="currentColor" strokeWidth="5" />
      <path className="arrow" d="M50 16 L66 62 L50 52 L34 62 Z" transform={`rotate(${bearing} 50 50)`} />
    </svg>
  );
}
