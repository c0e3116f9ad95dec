/** Where on the desk somebody is: in the address, so that back, reload and a link work. Pure but for the hook. */
import type { Role } from "@deconflict/sdk";
import { useSyncExternalStore } from "react";

const PAGES = ["patrols", "new", "map", "calendar", "crews", "agreements", "incidents", "seen"] as const;
export type Page = (typeof PAGES)[number];

const OFFICERS: ReadonlySet<Role> = new Set(["liaison", "duty_officer"]);

/** The parts of the desk that somebody is led to: who is with which unit, its officers alone may read and say. */
export const pagesOf = (role: Role): readonly Page[] => PAGES.filter((page) => page !== "crews" || OFFICERS.has(role));

export type Place =
  | { readonly at: Page }
  | { readonly at: "patrol" | "amend" | "agreement"; readonly id: string };

const ID = /^[0-9a-f-]{36}$/;

export function placeOf(hash: string): Place {
  const [first = "", second = "", third = ""] = hash.replace(/^#\/?/, "").split("/");
  switch (first) {
    case "new":
    case "map":
    case "calendar":
    case "crews":
    case "seen":
    case "incidents":
      return { at: first };
    case "agreements":
      return ID.test(second) ? { at: "agreement", id: second } : { at: "agreements" };
    case "patrols":
      if (!ID.test(second)) return { at: "patrols" };
      return { at: third === "amend" ? "amend" : "patrol", id: second };
    default:
      return { at: "patrols" };
  }
}

export function addressOf(place: Place): string {
  switch (place.at) {
    case "patrol":
      return `#/patrols/${place.id}`;
    case "amend":
      return `#/patrols/${place.id}/amend`;
    case "agreement":
      return `#/agreements/${place.id}`;
    default:
      return `#/${place.at}`;
  }
}

export function go(place: Place): void {
  location.hash = addressOf(place);
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

const hash = (): string => location.hash;

export const usePlace = (): Place => placeOf(useSyncExternalStore(subscribe, hash));
