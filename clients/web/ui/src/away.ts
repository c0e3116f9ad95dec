/** Whether the gravest alert is out of sight, and where somebody was before they went to look at it. */
import { createContext, useEffect, useState } from "react";

/** The card of the gravest alert, told by whoever shows it. */
export const FirstCard = createContext<(card: Element | null) => void>(() => undefined);

/** As high as the bar that says so is on a narrow screen: what lies beneath it is not in sight. */
const BAR_PX = 80;
const STEPS = Array.from({ length: 21 }, (_, step) => step / 20);
/** Of the card, and of the screen, where the card is higher than that. */
const ENOUGH = 0.5;
const FULL = 0.4;

/** What of a card can be seen: a share of itself, and the share of the screen that this takes. */
export interface InSight {
  readonly ofCard: number;
  readonly ofScreen: number;
}

/**
 * Away is what cannot be seen at all, and no longer what can well be seen; between the two it stays as it was, since the
 * bar itself moves the card. Pure.
 */
export function isAway(before: boolean, { ofCard, ofScreen }: InSight): boolean {
  if (ofCard >= ENOUGH || ofScreen >= FULL) return false;
  return ofCard === 0 || before;
}

export function useAway(card: Element | null): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (card === null) return undefined;
    let before = true;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last === undefined) return;
        before = isAway(before, inSight(last));
        setAway(before);
      },
      { threshold: STEPS, rootMargin: `-${BAR_PX}px 0px 0px 0px` },
    );
    observer.observe(card);
    return () => observer.disconnect();
  }, [card]);
  return card !== null && away;
}

function inSight({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): InSight {
  if (!isIntersecting) return { ofCard: 0, ofScreen: 0 };
  return { ofCard: intersectionRatio, ofScreen: rootBounds === null ? 0 : intersectionRect.height / rootBounds.height };
}

type Box = Pick<DOMRect, "top" | "bottom">;

/** By how much a field has to come down to be clear of a bar at the top; nothing, unless the bar lies over it. Pure. */
export const under = (field: Box, bar: Box): number =>
  field.bottom > bar.top && field.top < bar.bottom ? bar.bottom - field.top : 0;

/** What somebody was at, and how far down the screen it stood: whatever is put above it meanwhile, that is found again. */
export interface Mark {
  readonly element: Element;
  readonly top: number;
  /** What was being filled in, also where it was not in sight any more. */
  readonly focused: Element | null;
}

export function markAt(focused: Element | null): Mark | null {
  const isThere = focused !== null && focused.isConnected && isOnScreen(focused);
  const element = isThere ? focused : document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  return element === null ? null : { element, top: element.getBoundingClientRect().top, focused };
}

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** How far somebody is from there, in pixels; null when it is not on the page any more. */
export const offFrom = ({ element, top }: Mark): number | null =>
  element.isConnected ? element.getBoundingClientRect().top - top : null;
