/** Meeting on purpose: a circle and a time that take two units out of the check, once both sides have confirmed. */
import { confirmingRendezvous, endingRendezvous, type MatterName, meeting, type Patrol, type Rendezvous, rendezvousOf } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { MomentField, NumberField } from "../entry/fields.tsx";
import { PointField } from "../entry/PointField.tsx";
import { Read } from "../parts.tsx";
import { timesOfPatrol } from "../patrols/matters.ts";
import { point, written } from "../plan/draft.ts";
import type { Spot } from "../plan/distance.ts";
import { spanOf } from "../when.ts";
import { useSaying } from "./Say.tsx";
import type { Voices } from "./voices.ts";

interface About {
  readonly matter: MatterName;
  readonly patrol: Patrol;
  readonly voices: Voices;
  /** Where it would be, if that is known. */
  readonly near: Spot | null;
}

const OVER: ReadonlySet<Rendezvous["state"]> = new Set(["refused", "withdrawn", "ended", "over"]);

export function Meet(about: About): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const all = useOwn(["rendezvous"], () => rendezvousOf(watch.api));
  const { start, end } = timesOfPatrol(about.patrol);
  const { hears } = about.voices;
  /** One that waits with the room names nobody else yet. */
  const isHere = ({ sides }: Rendezvous): boolean => {
    const others = sides.filter(({ party }) => party !== watch.who.person.party);
    return others.length === 0 ? hears(null) : others.some(({ party }) => hears(party));
  };
  const during = (found: readonly Rendezvous[]): readonly Rendezvous[] =>
    found.filter((each) => isHere(each) && !OVER.has(each.state) && Date.parse(each.start) <= end && Date.parse(each.end) >= start);
  return (
    <details open={during(all.data ?? []).length > 0}>
      <summary>{t("meet.title", { count: during(all.data ?? []).length })}</summary>
      <p className="soft">{t("meet.what")}</p>
      <Read query={all}>
        {(found) => <ul className="lines">{during(found).map((each) => <li key={each.id} className="line"><One rendezvous={each} patrol={about.patrol} /></li>)}</ul>}
      </Read>
      <Propose {...about} />
    </details>
  );
}

function One({ rendezvous, patrol }: { rendezvous: Rendezvous; patrol: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const reader = useReader();
  const { say, busy, outcome } = useSaying();
  const { id, sides, state, start, end, centre, radius_m: radius } = rendezvous;
  const own = watch.who.person.party;
  const others = sides.filter(({ party }) => party !== own).map(({ name }) => apart(name));
  const unconfirmed = state === "proposed" && sides.some(({ party, confirmed }) => party === own && !confirmed);
  return (
    <>
      <p>
        <strong>{others.join(" · ")}</strong> {t(`meet.${state}`)} · {apart(spanOf(Date.parse(start), Date.parse(end), reader))} ·{" "}
        <bdi dir="ltr">{written({ lon: centre[0], lat: centre[1] })}</bdi> · {t("meet.radiusOf", { metres: Math.round(radius) })}
      </p>
      <div className="moves">
        {unconfirmed && <Button className="button main" isDisabled={busy} onPress={() => void say(confirmingRendezvous(id, patrol.id))}>{t("meet.confirm")}</Button>}
        <Button className="button" isDisabled={busy} onPress={() => void say(endingRendezvous(id))}>{t(unconfirmed ? "meet.refuse" : "meet.end")}</Button>
      </div>
      {outcome}
    </>
  );
}

const LEAST_M = 50;
const MOST_M = 5000;

function Propose({ matter, patrol, voices: { ends }, near }: About): ReactNode {
  const { t } = useTranslation("liaison");
  const { say, busy, outcome } = useSaying();
  const times = timesOfPatrol(patrol);
  const [place, setPlace] = useState(() => point(1, near));
  const [radius, setRadius] = useState(500);
  const [start, setStart] = useState<number | null>(times.start);
  const [end, setEnd] = useState<number | null>(times.end);
  const rival = ends.find(({ party }) => party !== "")?.party;
  const ready = place.spot !== null && start !== null && end !== null && end > start && radius >= LEAST_M && radius <= MOST_M;

  function propose(): void {
    if (place.spot === null || start === null || end === null) return;
    const where = { centre: [place.spot.lon, place.spot.lat], radius_m: radius, patrol: patrol.id };
    const when = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
    void say(meeting(matter, { ...where, ...when, ...(rival === undefined ? {} : { with: rival }) }));
  }

  return (
    <div className="speak">
      <div className="pair">
        <PointField point={place} label={t("meet.where")} change={setPlace} wrong={null} invalid={false} />
        <NumberField label={t("meet.radius")} value={radius} change={setRadius} least={LEAST_M} most={MOST_M} step={50} />
        <MomentField label={t("meet.from")} value={start} change={setStart} />
        <MomentField label={t("meet.until")} value={end} change={setEnd} />
      </div>
      <Button className="button" isDisabled={busy || !ready} onPress={propose}>{t("meet.propose")}</Button>
      {outcome}
    </div>
  );
}
