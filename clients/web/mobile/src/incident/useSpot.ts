/** Where the phone is when somebody begins a report: asked once, and left out when they say so or nobody knows. */
import type { Fix } from "@deconflict/sdk";
import { useEffect, useState } from "react";
import { PHONE } from "../sharing/device.ts";
import { NoPlace } from "../sharing/sharer.ts";

export type Spot =
  | { readonly state: "asking" }
  | { readonly state: "known"; readonly fix: Fix }
  | { readonly state: "unknown" };

export function useSpot(): Spot {
  const [spot, setSpot] = useState<Spot>({ state: "asking" });
  useEffect(() => {
    let over = false;
    PHONE.locate().then(
      (fix) => !over && setSpot({ state: "known", fix }),
      (fault: unknown) => {
        if (!(fault instanceof NoPlace)) throw fault;
        if (!over) setSpot({ state: "unknown" });
      },
    );
    return () => {
      over = true;
    };
  }, []);
  return spot;
}
