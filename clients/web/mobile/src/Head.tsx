/** What stands above everything: whose phone it is, how true it is, and what is not sent. */
import { codeOf, isLost, StreamState, useSeen, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";

interface Showing {
  readonly watch: Watch;
  readonly callsign: string | null;
  /** Fixes that wait for the line. */
  readonly fixes: number;
  readonly takeOver: (() => void) | null;
}

export function Head({ watch, callsign, fixes, takeOver }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const { known, unsent, refused } = useSeen(watch);
  const lost = isLost(known.stream);
  const waits = [
    unsent.length > 0 ? said("unsent", { count: unsent.length }) : null,
    fixes > 0 ? `${t("unsentTitle")}: ${t("unsentPositions", { count: fixes })}` : null,
  ].filter((each) => each !== null);
  return (
    <header>
      <div className="bar">
        <h1>{callsign === null ? t("title") : <bdi>{callsign}</bdi>}</h1>
        <span className="space" />
        {!lost && <StreamState stream={known.stream} />}
      </div>
      {lost && <StreamState stream={known.stream} />}
      {waits.length > 0 && <p className="unsent" role="status">{waits.join(" · ")}</p>}
      {refused !== null && <p className="unsent fault" role="alert">{said("refused", { why: said(`faults.${codeOf(refused)}`) })}</p>}
      {takeOver !== null && (
        <div className="unsent">
          {t("newVersion")} <Button className="button" onPress={takeOver}>{t("takeOver")}</Button>
        </div>
      )}
    </header>
  );
}
