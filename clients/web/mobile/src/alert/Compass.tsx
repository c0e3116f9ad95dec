/** A direction as an arrow, north up. What it shows is said in words beside it. */
import type { ReactNode } from "react";

export function Compass({ bearing }: { bearing: number }): ReactNode {
  return (
    <svg className="compass" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="46" fill="none" stroke="currentColor" strokeWidth="3" />
      <path d="M50 2 v10" stroke="currentColor" strokeWidth="5" />
      <path d="M50 16 L66 62 L50 52 L34 62 Z" fill="currentColor" transform={`rotate(${bearing} 50 50)`} />
    </svg>
  );
}
