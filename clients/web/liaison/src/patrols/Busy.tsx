/** The patrol of one's own that a unit is on already: which one and when, the way to it, and what can be done. */
import { patrolWith, type Refused } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { spanOf, zoneOf } from "../when.ts";
import { timesOfPatrol } from "./matters.ts";

interface Why {
  readonly refused: Pick<Refused, "code" | "patrol"> | null;
  /** What is kept while somebody looks at that patrol, in words. */
  readonly kept?: string;
}

export function Busy({ refused, kept }: Why): ReactNode {
  const patrol = refused?.code === "unit_busy" ? refused.patrol : null;
  return patrol === null ? null : <OnPatrol id={patrol} kept={kept} />;
}

function OnPatrol({ id, kept }: { id: string; kept: string | undefined }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const reader = useReader();
  const patrol = useOwn(["patrol", id], () => patrolWith(watch.api, id));
  return (
    <div className="busy" role="status">
      <Read query={patrol}>
        {(found) => {
          const { start, end } = timesOfPatrol(found);
          const span = apart(`${spanOf(start, end, reader)} ${zoneOf(start, reader)}`);
          return <p>{t("busy.which", { callsign: apart(found.callsign), reference: apart(found.reference), span })}</p>;
        }}
      </Read>
      <p>{t("busy.do")} {kept}</p>
      <a className="button" href={addressOf({ at: "patrol", id })}>{t("busy.open")}</a>
    </div>
  );
}
