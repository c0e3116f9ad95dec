/** The desk: where one is, what waits for an answer, and a place to drop a route on wherever one is. */
import type { Alert, Registered, Role } from "@deconflict/sdk";
import { AlertQueue, Incidents, type Watch } from "@deconflict/ui";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Crews } from "./crews/Crews.tsx";
import { DeskContext, useFollowing } from "./desk.ts";
import { Amend, Enter } from "./entry/Enter.tsx";
import { DropPlace } from "./entry/DropPlace.tsx";
import { Calendar } from "./patrols/Calendar.tsx";
import { patrolOf } from "./patrols/matters.ts";
import { PatrolList } from "./patrols/PatrolList.tsx";
import { ToDo } from "./notices/ToDo.tsx";
import { AgreementPage } from "./pacts/AgreementPage.tsx";
import { Agreements } from "./pacts/Agreements.tsx";
import { SeenPage } from "./pacts/SeenPage.tsx";
import { MapPage } from "./patrols/PatrolMap.tsx";
import { PatrolPage } from "./patrols/PatrolPage.tsx";
import { addressOf, pagesOf, type Place, usePlace } from "./place.ts";
import type { Draft } from "./plan/draft.ts";

export function Liaison({ watch }: { watch: Watch }): ReactNode {
  const place = usePlace();
  const [begun, begin] = useState<Draft | null>(null);
  const [answered, setAnswered] = useState<Registered | null>(null);
  useFollowing(watch);
  const desk = useMemo(() => ({ watch, begun, begin, answered, setAnswered }), [watch, begun, answered]);
  return (
    <DeskContext value={desk}>
      <DropPlace>
        <Ways place={place} role={watch.who.person.role} />
        <div className="desk">
          <aside className="waiting">
            <AlertQueue watch={watch} toDo={(alert) => <ToDo alert={alert} />} beside={(alert) => <Open alert={alert} />} />
          </aside>
          <div className="here">{shown(place, watch)}</div>
        </div>
      </DropPlace>
    </DeskContext>
  );
}

function Ways({ place, role }: { place: Place; role: Role }): ReactNode {
  const { t } = useTranslation("liaison");
  const ways = useRef<HTMLElement>(null);
  // On a phone they are a row to be pushed aside: whoever comes by a link sees where they are.
  useEffect(() => {
    // Not handed back: browsers of today answer with a promise, which React would take for a clean-up.
    void ways.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [place.at]);
  return (
    <nav className="ways" aria-label={t("ways.title")} ref={ways}>
      {pagesOf(role).map((at) => (
        <a key={at} className="button" href={addressOf({ at })} aria-current={place.at === at ? "page" : undefined}>
          {t(`ways.${at}`)}
        </a>
      ))}
    </nav>
  );
}

/** The way from an alert to the patrol of one's own that it is about. */
function Open({ alert }: { alert: Alert }): ReactNode {
  const { t } = useTranslation("liaison");
  const id = patrolOf(alert);
  return id === null ? null : <a className="button" href={addressOf({ at: "patrol", id })}>{t("openPatrol")}</a>;
}

function shown(place: Place, watch: Watch): ReactNode {
  switch (place.at) {
    case "new":
      return <Enter />;
    case "amend":
      return <Amend key={place.id} id={place.id} />;
    case "patrol":
      return <PatrolPage key={place.id} id={place.id} />;
    case "map":
      return <MapPage />;
    case "calendar":
      return <Calendar />;
    case "crews":
      return <Crews />;
    case "agreements":
      return <Agreements />;
    case "agreement":
      return <AgreementPage key={place.id} id={place.id} />;
    case "incidents":
      return <Incidents watch={watch} />;
    case "seen":
      return <SeenPage />;
    case "patrols":
      return <PatrolList />;
  }
}
