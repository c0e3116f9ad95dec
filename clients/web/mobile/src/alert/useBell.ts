/** Rings while something waits, and tells whether it can be heard. */
import type { Urgency } from "@deconflict/sdk";
import { useEffect, useLayoutEffect, useState } from "react";
import { Bell } from "./bell.ts";

const bell = new Bell();

/** `null`: nothing waits. Any touch lets the page sound from then on. */
export function useBell(urgency: Urgency | null): { canSound: boolean; wake: () => void } {
  const [canSound, setCanSound] = useState(bell.canSound);
  const wake = (): void => void bell.wake().then(setCanSound);
  useEffect(() => {
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
    return () => {
      removeEventListener("pointerdown", wake);
      removeEventListener("keydown", wake);
    };
  }, []);
  // With the picture, not after it: what is answered is silent as soon as it is gone.
  useLayoutEffect(() => {
    bell.ring(urgency);
    return () => bell.ring(null);
  }, [urgency]);
  return { canSound, wake };
}
