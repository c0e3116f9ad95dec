/** The slide itself: the browser's own slider, for finger, keyboard and screen reader alike. It takes a way, never a jump. */
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { END, isCalled, slid, STEP, strideOf } from "./slide.ts";

export function Slide({ call }: { call: () => void }): ReactNode {
  const { t } = useTranslation("mobile");
  const [at, setAt] = useState(0);
  const held = useRef(false);
  const id = useId();

  function moveTo(to: number): void {
    const next = slid(at, to);
    // A finger calls where it lets go; a key has nothing to let go.
    if (isCalled(next) && !held.current) return done();
    setAt(next);
  }

  function done(): void {
    setAt(0);
    call();
  }

  function letGo(): void {
    held.current = false;
    if (isCalled(at)) done();
    else setAt(0);
  }

  return (
    <div className="slide">
      <label htmlFor={id}>
        <strong aria-hidden="true">{t("sos.hint")}</strong> {t("sos.slide")}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={END}
        step={STEP / 10}
        value={at}
        aria-valuetext={t("sos.progress", { percent: Math.round(at) })}
        onChange={({ target }) => moveTo(Number(target.value))}
        onKeyDown={(event) => {
          const way = strideOf(event.key, document.dir === "rtl");
          if (way === null) return;
          event.preventDefault();
          moveTo(at + way);
        }}
        onPointerDown={() => (held.current = true)}
        onPointerUp={letGo}
        onPointerCancel={() => {
          held.current = false;
          setAt(0);
        }}
        onBlur={() => setAt(0)}
      />
    </div>
  );
}
