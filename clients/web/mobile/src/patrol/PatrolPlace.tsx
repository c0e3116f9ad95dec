/** The first thing a crew sees: its patrol now, and the press that says that all is well. */
import { moving, type Patrol, type PatrolMove } from "@deconflict/sdk";
import { codeOf, useSeen } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Crew, Patrols } from "../crew.ts";
import type { Shared, Sharer } from "../sharing/sharer.ts";
import { useMeasures } from "../measures.ts";
import { CheckIn } from "./CheckIn.tsx";
import { type Here, PatrolCard } from "./PatrolCard.tsx";

interface Showing extends Crew {
  readonly callsign: string;
  readonly patrol: Patrol | null;
  readonly patrols: Patrols;
  readonly here: Here | null;
  readonly now: number;
  readonly sharer: Sharer;
  readonly shared: Shared;
}

/** A unit whose last place is so young is under way, whether a patrol of it is planned or not. */
const REPORTS_MS = 5 * 60_000;

export function PatrolPlace({ watch, callsign, patrol, patrols, here, now, sharer, shared }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const say = useMeasures();
  const { unsent } = useSeen(watch);
  const { t: said } = useTranslation();
  const { readAt, readAgain } = patrols;
  const reports = here !== null && here.ageMs <= REPORTS_MS;
  const [refused, setRefused] = useState<string | null>(null);

  /** Without the plan's version: that a crew set out is a fact, whatever was amended meanwhile. */
  async function tell(id: string, version: number, move: PatrolMove): Promise<void> {
    const outcome = await watch.tell({ ...moving(id, version, move), version: undefined });
    setRefused(outcome.type === "refused" ? outcome.code : null);
    readAgain();
  }

  return (
    <>
      {patrol === null && readAt !== null && <Planless {...{ reports, callsign }} />}
      {patrol === null && readAt === null && <p className="empty">{t("patrol.neverRead")}</p>}
      {patrol !== null && (
        <PatrolCard
          {...{ patrol, here, now, unsent }}
          move={(move) => void tell(patrol.id, patrol.version, move)}
        />
      )}
      {refused !== null && <p className="fault" role="alert">{said(`faults.${codeOf(refused)}`)}</p>}
      {readAt !== null && <p className="soft">{t("patrol.readAgo", { ago: say.ago(Date.now() - readAt) })}</p>}
      <CheckIn {...{ sharer, shared }} />
    </>
  );
}

/** Below level 3 a crew is told of an encounter only while it keeps to a registered plan, but for the safety clause (LIV-06). */
function Planless({ reports, callsign }: { reports: boolean; callsign: string }): ReactNode {
  const { t } = useTranslation("mobile");
  return (
    <div className="empty">
      <p>{reports ? t("patrol.planless") : t("patrol.none", { callsign })}</p>
      <p>{t("patrol.unwarned")}</p>
      <p><strong>{t("patrol.callOfficer")}</strong></p>
    </div>
  );
}
