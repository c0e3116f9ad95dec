/** What of the map and the lists somebody wants to see, kept on the device. The alerts themselves are never filtered. */
import type { Grade } from "@deconflict/map";

export const KINDS = ["zones", "routes", "units", "matters"] as const;
export type Kind = (typeof KINDS)[number];

/** From which grade on: things without a grade are shown with `advisory` alone. */
export const LEAST = ["advisory", "caution", "critical"] as const satisfies readonly Grade[];

export interface Filters {
  /** One party's id, or everybody. */
  readonly party: string | null;
  readonly hidden: readonly Kind[];
  readonly least: Grade;
}

export const EVERYTHING: Filters = { party: null, hidden: [], least: "advisory" };

const KEPT = "deconflict-room-filters";

/** What was kept may be of an older page: whatever is not understood is shown. */
export function understood(text: string | null): Filters {
  let said: unknown = null;
  try {
    said = JSON.parse(text ?? "null");
  } catch {
    return EVERYTHING;
  }
  if (typeof said !== "object" || said === null) return EVERYTHING;
  const { party, hidden, least } = said as Record<string, unknown>;
  return {
    party: typeof party === "string" ? party : null,
    hidden: KINDS.filter((kind) => Array.isArray(hidden) && hidden.includes(kind)),
    least: LEAST.find((grade) => grade === least) ?? "advisory",
  };
}

export const keptFilters = (): Filters => understood(localStorage.getItem(KEPT));
export const keepFilters = (filters: Filters): void => localStorage.setItem(KEPT, JSON.stringify(filters));

export const hides = (filters: Filters): boolean =>
  filters.party !== null || filters.hidden.length > 0 || filters.least !== "advisory";

const AT_LEAST: Readonly<Record<Grade, readonly (Grade | null)[]>> = {
  advisory: ["critical", "caution", "advisory", null],
  caution: ["critical", "caution"],
  critical: ["critical"],
};

/** Whether something of these parties and that grade is to be seen; what is nobody's is everybody's. */
export const shows = (filters: Filters, kind: Kind, grade: Grade | null, parties: readonly string[]): boolean =>
  !filters.hidden.includes(kind) &&
  AT_LEAST[filters.least].includes(grade) &&
  (filters.party === null || parties.length === 0 || parties.includes(filters.party));
