/** Which level a list tells of an agreement: the one that holds, and what was signed where that is another. Pure. */
import type { Holding } from "@deconflict/sdk";

interface Said {
  readonly now: number;
  /** What was signed, where it is not what holds. */
  readonly signed: number | null;
  /** Somewhere, at some time or for some kind of patrol another level holds. */
  readonly excepted: boolean;
}

export function levelsSaid(signed: number, { elsewhere, layers }: Pick<Holding, "elsewhere" | "layers">): Said {
  return { now: elsewhere, signed: signed === elsewhere ? null : signed, excepted: layers.some(({ clauses }) => clauses.length > 0) };
}
