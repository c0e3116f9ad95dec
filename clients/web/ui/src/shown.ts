/** States that alerts were shown: on a screen that somebody can look at is another fact than to have arrived (ALR-03). */
import { type RefObject, useEffect } from "react";
import { useSeen, type Watch } from "./watch.ts";

/** Large parts of a small screen are never in view as a whole. */
const ENOUGH = 0.3;

/** While the line is live, as soon as the part is in view on a page that is in front. */
export function useShown(watch: Watch, seqs: readonly number[], part: RefObject<HTMLElement | null>): void {
  const { known } = useSeen(watch);
  const { epoch, stream } = known;
  const isLive = stream.state === "live";
  useEffect(() => {
    const element = part.current;
    if (!isLive || epoch === null || element === null) return undefined;
    let inView = false;
    const look = (): void => {
      if (!inView || document.visibilityState !== "visible") return;
      for (const seq of seqs) watch.saw({ epoch, seq });
      stop();
    };
    const observer = new IntersectionObserver(
      (entries) => {
        inView = entries.at(-1)?.isIntersecting ?? false;
        look();
      },
      { threshold: ENOUGH },
    );
    function stop(): void {
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
    }
    observer.observe(element);
    document.addEventListener("visibilitychange", look);
    return stop;
  }, [isLive, epoch, seqs.join(" ")]);
}
