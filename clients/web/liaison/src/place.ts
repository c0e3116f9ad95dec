/** Where on the desk somebody is: in the address, so that back, reload and a link work. Pure but for the hook. */
import { useSyncExternalStore } from "react";


export type Place =
  | { readonly at: "patrols" | "new" | "map" | "calendar" | "agreements" | "seen" | "incidents" }
  | { readonly at: "patrol" | "amend" | "agreement"; readonly id: string };

const ID = /^[0-9a-f-]{36}$/;

export function placeOf(hash: string): Place {
  const [first = "", second = "", third = ""] = hash.replace(/^#\/?/, "").split("/");
  switch (first) {
    case "new":
    case "map":
    case "calendar":
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
