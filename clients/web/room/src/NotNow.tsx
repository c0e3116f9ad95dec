/** Says over everything else, wherever one has scrolled to, that another time than now is shown, which, and the way back. */
import { ago, apart, dayAndHour, useLocale } from "@deconflict/ui";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Moment } from "./moment.ts";

/** Read aloud is what somebody stays at, not every minute that is played. */
const SETTLED_MS = 800;

interface Shown {
  readonly moment: Moment;
  readonly now: number;
  readonly back: () => void;
}

export function NotNow({ moment, now, back }: Shown): ReactNode {
  const { t } = useTranslation("room");
  const said = useSaid(moment, now);
  const heard = useSettled(said);
  return (
    <>
      <p className="sr-only" role="status">{heard}</p>
      {said !== "" && (
        <section className="not-now" aria-label={t("time.other")}>
          <p className="not-now-said">{said}</p>
          <Button className="button main" onPress={back}>{t("time.back")}</Button>
          <p>{t("time.alertsNow")}</p>
        </section>
      )}
    </>
  );
}

/** The shown time in words; nothing while it is now. */
function useSaid(moment: Moment, now: number): string {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  if (moment.is === "now") return "";
  const at = apart(dayAndHour(new Date(moment.at).toISOString(), locale));
  return t(moment.is === "past" ? "time.notNowPast" : "time.notNowFuture", { at, ago: ago(shared, Math.abs(moment.at - now)) });
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
