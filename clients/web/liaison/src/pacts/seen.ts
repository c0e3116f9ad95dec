/**
 * What the other side sees of one's own party: exactly the disclosures that the ledger has (DIS-07), none more and none
 * less, each as what it let be seen. Pure.
 */
import type { LedgerEntry } from "@deconflict/sdk";

export type What = "hours" | "cells" | "segment" | "plan" | "position" | "tracks" | "live" | "sos" | "glass" | "room" | "unanswered" | "other";

export interface Sight {
  /** The ledger entry's own id. */
  readonly id: string;
  readonly at: number;
  readonly level: number | null;
  readonly what: What;
  /** The patrol, unit or other thing that it is about. */
  readonly subject: string;
  /** Parties that were told; none is named at level 1. */
  readonly to: readonly string[];
  readonly hours: readonly string[];
  readonly version: number | null;
}

const texts = (said: unknown): readonly string[] => (Array.isArray(said) ? said.map(String) : typeof said === "string" ? [said] : []);
const whole = (said: unknown): number | null => (typeof said === "number" ? said : null);

export function sightOf({ id, at, subject, payload }: LedgerEntry): Sight {
  return {
    id,
    at: Date.parse(at),
    level: whole(payload["level"]),
    what: whatOf(payload),
    subject,
    to: texts(payload["to"]),
    hours: texts(payload["hours"]),
    version: whole(payload["version"]),
  };
}

/** The newest first. */
export const sights = (entries: readonly LedgerEntry[]): readonly Sight[] => entries.map(sightOf).reverse();

const LEVELS: readonly What[] = ["other", "hours", "cells", "segment", "plan"];

function whatOf(payload: LedgerEntry["payload"]): What {
  const { through, what, matter, unanswered, level } = payload;
  if (through === "glass" || through === "room") return through;
  if (what === "position" || what === "tracks" || what === "sos") return what;
  if (matter === "live") return "live";
  if (unanswered !== undefined) return "unanswered";
  return (typeof level === "number" ? LEVELS[level] : undefined) ?? "other";
}

/** What one viewer was told; whoever is not named (level 1) may have been anybody. */
export const seenBy = (all: readonly Sight[], viewer: string | null): readonly Sight[] =>
  viewer === null ? all : all.filter(({ to }) => to.length === 0 || to.includes(viewer));

/** Of each patrol the newest is what they have now; earlier ones they have seen. */
export function newest(all: readonly Sight[]): ReadonlyMap<string, Sight> {
  const found = new Map<string, Sight>();
  for (const sight of all) if (!found.has(sight.subject)) found.set(sight.subject, sight);
  return found;
}
