/** Keeps the screen on while somebody relies on it: a phone that sleeps shares no position and rings no alert. */
import { useEffect, useState } from "react";

export function useAwake(wanted: boolean): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    async function ask(): Promise<void> {
      if (document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) await lock.release();
        else setAwake(true);
        lock.addEventListener("release", () => setAwake(false));
      } catch (fault) {
        // Little charge, or a setting of the phone: it is said that the screen has to be kept on by hand.
        if (!(fault instanceof DOMException)) throw fault;
        setAwake(false);
      }
    }
    const again = (): void => void ask();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, [wanted]);
  return awake;
}
