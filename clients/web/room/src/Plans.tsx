/** The patrols on record and the zones, as lists: what the map draws as routes and areas. */
import type { FaultCode, Patrol, Zone } from "@deconflict/sdk";
import { apart, clockTime, useLocale } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";

interface OnRecord {
  readonly patrols: readonly Patrol[];
  /** What is said where there is no patrol. */
  readonly none: string;
  readonly zones: readonly Zone[];
  readonly parties: ReadonlyMap<string, string>;
  /** When they were so; null before they were read. */
  readonly at: string | null;
  readonly fault: FaultCode | null;
  /** The patrols that are somewhere on their way at the shown time. */
  readonly under: ReadonlySet<string>;
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
}

export function Plans({ patrols, none, zones, parties, at, fault, under, chosen, choose }: OnRecord): ReactNode {
  const { t } = useTranslation("room");
  const shared = useTranslation().t;
  const locale = useLocale();
  const inOrder = [...patrols].sort((a, b) => startOf(a) - startOf(b));
  return (
    <section aria-labelledby="plans-title">
      <h2 id="plans-title">{t("plans.title")}</h2>
      {at !== null && <p className="soft">{t("plans.asOf", { at: apart(clockTime(at, locale)) })}</p>}
      {fault !== null && <p className="fault" role="alert">{t("plans.unread", { why: shared(`faults.${fault}`) })}</p>}
      {at !== null && patrols.length === 0 && <p className="empty">{none}</p>}
      <ul className="rows">
        {inOrder.map((patrol) => (
          <PatrolRow key={patrol.id} {...{ patrol, parties, choose }} isChosen={patrol.id === chosen} on={under.has(patrol.id)} />
        ))}
      </ul>
      {zones.length > 0 && <h3>{t("plans.zones")}</h3>}
      <ul className="rows">
        {zones.map(({ id, properties: { name, kind } }) => (
          <li key={id} className={id === chosen ? "row chosen" : "row"}>
            <Button className="button" aria-pressed={id === chosen} onPress={() => choose(id)}>
              <bdi>{name}</bdi>
            </Button>
            <span className="soft">{t(`plans.zoneKinds.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const startOf = ({ plan }: Patrol): number => Date.parse(plan.properties.coordinateProperties.times[0] ?? "");

interface OnePatrol {
  readonly patrol: Patrol;
  readonly parties: ReadonlyMap<string, string>;
  readonly isChosen: boolean;
  readonly on: boolean;
  readonly choose: (id: string) => void;
}

function PatrolRow({ patrol, parties, isChosen, on, choose }: OnePatrol): ReactNode {
  const { t } = useTranslation("room");
  const locale = useLocale();
  const { coordinateProperties, time_tolerance_s, lateral_tolerance_m } = patrol.plan.properties;
  const [first = "", last = ""] = [coordinateProperties.times[0], coordinateProperties.times.at(-1)];
  const [from, to] = [first, last].map((at) => apart(clockTime(at, locale)));
  return (
    <li className={isChosen ? "row chosen" : "row"}>
      <Button className="button" aria-pressed={isChosen} onPress={() => choose(patrol.id)}>
        <bdi>{patrol.callsign}</bdi>
      </Button>
      <span className="row-facts">
        <bdi className="soft">{parties.get(patrol.party)}</bdi> {apart(patrol.reference)} · {t(`plans.states.${patrol.state}`)}
        {on && ` · ${t("plans.on")}`}
      </span>
      <span>{t("plans.until", { from, to })}</span>
      <span className="soft">
        {t("plans.tolerance", { minutes: Math.round(time_tolerance_s / 60), metres: Math.round(lateral_tolerance_m) })}
      </span>
    </li>
  );
}
