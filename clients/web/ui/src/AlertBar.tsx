/** Stays in sight while alerts wait that are not: how many, the gravest, the way to them, and back to what one was at. */
import { queue } from "@deconflict/sdk";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { type Mark, markAt, offFrom, under, useAway } from "./away.ts";
import { factsOf, inShort } from "./facts.ts";
import { useLocale } from "./i18n.ts";
import { useSeen, type Watch } from "./watch.ts";

interface Bar {
  readonly watch: Watch;
  /** The card of the gravest alert; null while none is on the page. */
  readonly first: Element | null;
  /** Uncovers the page that holds the alerts, where something else is shown in its place. */
  readonly uncover: () => void;
}

export function AlertBar({ watch, first, uncover }: Bar): ReactNode {
  const { t } = useTranslation();
  const away = useAway(first);
  const focused = useFocused();
  const [mark, setMark] = useMark();
  const bar = useRef<HTMLDivElement>(null);
  useClearOf(bar, away);

  function show(): void {
    const here = mark ?? markAt(focused.current);
    flushSync(uncover);
    setMark(here?.element.isConnected === true ? here : null);
    first?.scrollIntoView({ block: "center" });
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  function back(to: Mark): void {
    scrollBy(0, offFrom(to) ?? 0);
    if (to.focused instanceof HTMLElement) to.focused.focus({ preventScroll: true });
    setMark(null);
  }

  return (
    <div className="alert-bar" ref={bar}>
      {away && <Waits watch={watch} show={show} />}
      {!away && mark !== null && (
        <Button className="button main back" onPress={() => back(mark)}>
          {t("alerts.back")}
        </Button>
      )}
    </div>
  );
}

function Waits({ watch, show }: { watch: Watch; show: () => void }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { alerts } = useSeen(watch).known;
  const waiting = useMemo(() => queue(alerts.values()), [alerts]);
  const [gravest] = waiting;
  if (gravest === undefined) return null;
  const [fact] = factsOf(gravest.alert, t, locale);
  return (
    <Button className={`waits ${gravest.urgency}`} onPress={show}>
      <strong>{inShort(gravest, t)}</strong> <span className="fact">{fact}</span>{" "}
      <span>{t("alerts.waiting", { count: waiting.length })}</span> <span className="way">{t("alerts.show")}</span>
    </Button>
  );
}

/** What in the page had the focus last; the bar itself takes it when it is pressed. */
function useFocused(): { readonly current: Element | null } {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const follow = ({ target }: FocusEvent): void => {
      if (target instanceof Element && target.closest("main") !== null) focused.current = target;
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, []);
  return focused;
}

/** Kept until somebody is there again, by whatever way, or goes to another part of the page. */
function useMark(): [Mark | null, (mark: Mark | null) => void] {
  const [mark, setMark] = useState<Mark | null>(null);
  useEffect(() => {
    if (mark === null) return undefined;
    const look = (): void => {
      const off = offFrom(mark);
      if (off !== null && Math.abs(off) < innerHeight / 3) setMark(null);
    };
    const forget = (): void => setMark(null);
    addEventListener("scroll", look, { passive: true });
    addEventListener("hashchange", forget);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("hashchange", forget);
    };
  }, [mark]);
  return [mark, setMark];
}

/** The bar lies over no field that is being typed in, and where a keyboard on the screen pushed the page up it follows. */
function useClearOf(bar: { readonly current: HTMLElement | null }, isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return undefined;
    const view = window.visualViewport;
    const clear = (): void => {
      const field = document.activeElement;
      if (bar.current === null || field === null || field.closest("main") === null) return;
      const by = under(field.getBoundingClientRect(), bar.current.getBoundingClientRect());
      if (by > 0) scrollBy(0, -by);
    };
    const follow = (): void => bar.current?.parentElement?.style.setProperty("--panned", `${view?.offsetTop ?? 0}px`);
    follow();
    view?.addEventListener("scroll", follow);
    view?.addEventListener("resize", follow);
    // The browser keeps what is read in its place while the bar comes in, one frame later.
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(clear)));
    return () => {
      cancelAnimationFrame(frame);
      view?.removeEventListener("scroll", follow);
      view?.removeEventListener("resize", follow);
    };
  }, [bar, isShown]);
}
