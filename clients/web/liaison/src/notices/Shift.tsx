/** By how much one's own patrol would have to shift to be clear, and that shift in one press. */
import { amending, askShift, type Patrol, type Registered, type Shift, shiftOf } from "@deconflict/sdk";
import { apart, spanOf } from "@deconflict/ui";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { serviceNow, useDesk } from "../desk.ts";
import { Why } from "../parts.tsx";
import { findingsOf } from "../plan/check.ts";
import { draftOf, planOf, shifted } from "../plan/draft.ts";
import { useSaying } from "./Say.tsx";

const ASK_AGAIN_MS = 2000;

export function ShiftOffer({ overlap, patrol }: { overlap: string; patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const [fault, setFault] = useState<unknown>(null);
  const asked = useQuery({
    queryKey: ["own", watch.who.person.id, "shift", overlap],
    queryFn: () => shiftOf(watch.api, overlap),
    // The answer comes at the tick, and no alert tells of it.
    refetchInterval: ({ state }) => (state.data && state.data.answered_at === null ? ASK_AGAIN_MS : false),
  });

  async function ask(): Promise<void> {
    setFault(null);
    await askShift(watch.api, overlap).then(() => asked.refetch(), setFault);
  }

  const shift = asked.data ?? null;
  const waiting = shift !== null && shift.answered_at === null;
  return (
    <div className="moves">
      {(shift === null || !waiting) && <Button className="button" onPress={() => void ask()}>{t("shift.ask")}</Button>}
      {waiting && <p role="status">{t("shift.waiting")}</p>}
      {shift !== null && !waiting && <Offers shift={shift} patrol={patrol} />}
      {fault !== null && <Why fault={fault} />}
    </div>
  );
}

function Offers({ shift, patrol }: { shift: Shift; patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  const { watch, setAnswered } = useDesk();
  const { say, busy, outcome } = useSaying();
  const offers = [shift.later_s, shift.earlier_s].filter((seconds) => seconds !== null);
  if (offers.length === 0) return <p role="status">{t("shift.none")}</p>;
  if (offers.includes(0)) return <p role="status">{t("shift.clear")}</p>;

  async function apply(seconds: number): Promise<void> {
    const plan = planOf(shifted(draftOf(patrol.plan), seconds * 1000));
    if (plan !== null) await say(amending(patrol.id, patrol.version, plan), (answer) => setAnswered(answer as Registered));
  }

  /** What lies in the past, or beyond the horizon, the service would only refuse. */
  const possible = (seconds: number): boolean =>
    seconds > 0 || findingsOf(shifted(draftOf(patrol.plan), seconds * 1000), serviceNow(watch)).length === 0;

  return (
    <>
      {offers.filter(possible).map((seconds) => {
        const { unit, count } = spanOf(Math.abs(seconds) * 1000);
        return (
          <Button key={seconds} className="button main" isDisabled={busy} onPress={() => void apply(seconds)}>
            {t(seconds > 0 ? "shift.later" : "shift.earlier", { span: apart(shared(`ago.${unit}`, { count })) })}
          </Button>
        );
      })}
      <p className="soft">{t(shift.basis === "exact" ? "shift.exact" : "shift.grid")}</p>
      {outcome}
    </>
  );
}
