/** What the other side learns no more of, once a level is lowered. Pure. */
import type { Holding } from "@deconflict/sdk";

export const LOST = ["hours", "areas", "segments", "plans"] as const;
export type Lost = (typeof LOST)[number];

/** What each level from 1 on adds is lost above the new one, as far as it was given anywhere or at any time (DIS-01). */
export function lostBelow({ layers }: Pick<Holding, "layers">, to: number): readonly Lost[] {
  const given = layers.map(({ elsewhere, clauses }) => Math.max(elsewhere, ...clauses.map(({ level }) => level)));
  return LOST.slice(to, Math.max(0, Math.min(...given)));
}
