/** Which pages are whose. Pure. */
import type { Role } from "@deconflict/sdk";

export type Place = "room" | "liaison" | "mobile";

const PLACES: Record<Role, readonly Place[]> = {
  desk: ["room"],
  facilitator: ["room"],
  liaison: ["liaison", "mobile"],
  duty_officer: ["liaison", "mobile"],
  crew: ["mobile"],
  oversight: [],
  operator: [],
};

/** The pages of somebody, the one that they need first first. */
export const placesOf = (role: Role): readonly Place[] => PLACES[role];
