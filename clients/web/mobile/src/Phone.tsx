/** The crew's phone behind the door: five places, the call for help below them, and alerts over all. */
import { useSeen, useServiceTime } from "@deconflict/ui";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AlertsPlace } from "./alert/AlertsPlace.tsx";
import { useBell } from "./alert/useBell.ts";
import { asking } from "./alert/waits.ts";
import { type Crew, usePatrols, useUnit } from "./crew.ts";
import { Head } from "./Head.tsx";
import { ReportPlace } from "./incident/ReportPlace.tsx";
import { MapPlace } from "./map/MapPlace.tsx";
import { MorePlace } from "./more/MorePlace.tsx";
import { isUnderWay, mine } from "./patrol/mine.ts";
import { PatrolPlace } from "./patrol/PatrolPlace.tsx";
import { UnitChoice } from "./patrol/UnitChoice.tsx";
import { newest } from "./place.ts";
import { Sharing } from "./sharing/Sharing.tsx";
import { useSharer } from "./sharing/useSharer.ts";
import { SosBar } from "./sos/SosBar.tsx";
import { useAwake } from "./useAwake.ts";

const PLACES = ["patrol", "alerts", "map", "report", "more"] as const;
type At = (typeof PLACES)[number];

interface Showing extends Crew {
  readonly signOut: () => void;
  readonly takeOver: (() => void) | null;
}

export function Phone({ watch, kept, signOut, takeOver }: Showing): ReactNode {
  const { known, unsent, ahead } = useSeen(watch);
  const [at, setAt] = useState<At>("patrol");
  const choice = useUnit({ watch, kept });
  const { unit } = choice;
  const patrols = usePatrols({ watch, kept }, unit);
  const { sharer, shared } = useSharer({ watch, kept }, unit);
  const service = useServiceTime(ahead);
  const offset = service === null ? (kept.get(watch.who, "ahead") ?? 0) : service - Date.now();
  const now = Date.now() + offset;
  // This phone's clock may be wrong: its fixes are as old as the service would say (LIV-01).
  const own = shared.last === null ? null : { ...shared.last, at: new Date(Date.parse(shared.last.at) + offset).toISOString() };
  const here = newest(own, unit === null ? undefined : known.positions.get(unit.id), now);
  const patrol = mine(patrols.patrols, now);
  const asked = asking(known, unsent, unit?.id ?? null);
  const { canSound, wake } = useBell(asked.ringing?.urgency ?? null);
  const awake = useAwake(shared.on || (patrol !== null && isUnderWay(patrol)));
  useEffect(() => {
    if (ahead !== null) kept.put(watch.who, "ahead", Math.round(ahead + performance.now() - Date.now()));
  }, [ahead]);
  useEffect(() => kept.keepAlerts(watch.who, known), [known.alerts, known.epoch]);
  useEffect(() => {
    if (asked.ringing !== null) setAt("alerts");
  }, [asked.ringing?.alert.seq]);

  function share(on: boolean): void {
    sharer.switchTo(on);
    kept.put(watch.who, "sharing", on);
  }

  return (
    <div className="phone">
      <Head {...{ watch, takeOver }} callsign={unit?.callsign ?? null} fixes={shared.unsent} />
      <main>{placeAt(at)}</main>
      <SosBar {...{ watch, kept, unit }} last={shared.last} />
      <Places at={at} go={setAt} waiting={asked.waiting.length} />
    </div>
  );

  function placeAt(place: At): ReactNode {
    if (place === "alerts") return <AlertsPlace {...{ watch, here, canSound, wake, ...asked }} now={service} />;
    if (unit === null) return <UnitChoice {...choice} />;
    const { callsign } = unit;
    const sharing = <Sharing {...{ shared, awake }} turn={share} />;
    switch (place) {
      case "patrol":
        return (
          <>
            <PatrolPlace {...{ watch, kept, callsign, patrol, patrols, here, now, sharer, shared }} />
            {sharing}
          </>
        );
      case "map":
        return <MapPlace {...{ watch, callsign, patrol, here, now }} />;
      case "report":
        return <ReportPlace {...{ watch, unit, now }} patrol={patrol !== null && isUnderWay(patrol) ? patrol.id : null} />;
      case "more":
        return (
          <MorePlace
            {...{ watch, kept, unit, signOut }}
            another={choice.isSaid ? null : () => choice.choose(null)}
            isUnsent={shared.unsent > 0}
          >
            {sharing}
          </MorePlace>
        );
    }
  }
}

function Places({ at, go, waiting }: { at: At; go: (at: At) => void; waiting: number }): ReactNode {
  const { t, i18n } = useTranslation("mobile");
  const count = new Intl.NumberFormat(i18n.language).format(waiting);
  return (
    <nav className="places" aria-label={t("places.name")}>
      {PLACES.map((place) => (
        <button key={place} type="button" aria-current={place === at ? "page" : undefined} onClick={() => go(place)}>
          {t(`places.${place}`)}
          {place === "alerts" && waiting > 0 && <span className="badge">{count}</span>}
        </button>
      ))}
    </nav>
  );
}
