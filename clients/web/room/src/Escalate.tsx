/** One press raises what parties have not acknowledged of an alert, and says whom that reached (ALR-04). */
import type { Alert, Raised } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Log } from "./useLog.ts";

interface Pressed {
  readonly alert: Alert;
  readonly log: Log;
  readonly parties: ReadonlyMap<string, string>;
}

export function Escalate({ alert, log, parties }: Pressed): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const reached = useReached(parties);
  const [isBusy, setBusy] = useState(false);
  const [note, setNote] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const raised = log.written.find(({ key }) => key === note)?.raised ?? null;

  async function press(): Promise<void> {
    setBusy(true);
    const done = await log.escalate(alert.epoch, alert.seq);
    setBusy(false);
    setNote("note" in done ? done.note : null);
    setFault("fault" in done ? shared(`faults.${done.fault}`) : null);
  }

  return (
    <>
      <Button className="button" isDisabled={isBusy || (raised !== null && raised.done_at === null)} onPress={() => void press()}>
        {t("escalate.press")}
      </Button>
      <p className="reached" role="status">{raised !== null && reached(raised)}</p>
      {fault !== null && <p className="fault" role="alert">{t("escalate.failed", { why: fault })}</p>}
    </>
  );
}

/** Whom a press reached, in a sentence. */
export function useReached(parties: ReadonlyMap<string, string>): (raised: Raised) => string {
  const { t } = useTranslation("room");
  return ({ done_at, reached }) => {
    if (done_at === null) return t("escalate.waits");
    if (reached.length === 0) return t("escalate.nothing");
    return reached
      .map(({ party, rung }) => t(`escalate.reached.${rung ?? "nobody"}`, { party: apart(parties.get(party) ?? party) }))
      .join(" · ");
  };
}
