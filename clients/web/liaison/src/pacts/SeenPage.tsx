/** Their view: what the other side has been told of one's own party, as the ledger has it, in a list and on the map. */
import { boundsOfLayers, MapView } from "@deconflict/map";
import { disclosuresOf, type LedgerEntry, type Patrol } from "@deconflict/sdk";
import { apart, useSeen } from "@deconflict/ui";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, usePatrols, useReader, useUnits } from "../desk.ts";
import { ChoiceField } from "../entry/fields.tsx";
import { roomAround } from "../marks.ts";
import { hourSpans } from "../notices/hours.ts";
import { Read } from "../parts.tsx";
import { hourOf, momentOf } from "../when.ts";
import { levelName, otherOf, useAgreements } from "./Agreements.tsx";
import { seenBy, type Sight, sights } from "./seen.ts";
import { type Theirs, theirsOf } from "./theirs.ts";

const SHOWN = 200;

export function SeenPage(): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const ledger = useOwn(["disclosures"], () => disclosuresOf(watch.api));
  const patrols = usePatrols();
  return (
    <section className="patrols" aria-labelledby="seen-title">
      <h2 id="seen-title">{t("ways.seen")}</h2>
      <p className="soft">{t("seen.what")}</p>
      <Read query={ledger}>{(entries) => <Read query={patrols}>{(own) => <Seen entries={entries} patrols={own} />}</Read>}</Read>
    </section>
  );
}

/** Whom the agreements name, by their ids. */
function useNames(): ReadonlyMap<string, string> {
  const { watch } = useDesk();
  const agreements = useAgreements().data;
  return useMemo(() => {
    const others = (agreements ?? []).flatMap((each) => otherOf(each, watch.who.person.party) ?? []);
    return new Map(others.map(({ id, name }) => [id, name]));
  }, [agreements, watch]);
}

function Seen({ entries, patrols }: { entries: readonly LedgerEntry[]; patrols: readonly Patrol[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const { known } = useSeen(watch);
  const names = useNames();
  const all = useMemo(() => sights(entries), [entries]);
  const [viewer, setViewer] = useState("");
  const by = viewer === "" ? null : viewer;
  const shown = useMemo(() => seenBy(all, by), [all, by]);
  const theirs = useMemo(() => theirsOf(shown, by, patrols, known), [shown, by, patrols, known.overlaps, known.conflicts]);
  const told = [...new Set(all.flatMap(({ to }) => to))].filter((id) => names.has(id));
  return (
    <>
      <ChoiceField label={t("seen.who")} value={viewer} change={setViewer} options={[["", t("seen.anybody")], ...told.map((id) => [id, names.get(id) ?? id] as const)]} />
      {shown.length === 0 ? <p className="empty">{t("seen.none")}</p> : <OnTheirMap theirs={theirs} />}
      <ol className="lines" aria-label={t("ways.seen")}>
        {shown.slice(0, SHOWN).map((sight) => (
          <li key={sight.id} className="line" data-entry={sight.id}><One sight={sight} names={names} patrols={patrols} /></li>
        ))}
      </ol>
      {shown.length > SHOWN && <p className="soft">{t("seen.more", { count: shown.length - SHOWN })}</p>}
    </>
  );
}

/** What they have on their map, and in words what they know that no map shows: a bare map would look as if they knew nothing. */
function OnTheirMap({ theirs: { layers, hoursAlone, undrawn } }: { theirs: Theirs }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const fit = useMemo(() => roomAround(boundsOfLayers(layers)), [layers]);
  return (
    <>
      {fit === null ? (
        <p className="empty">{t("seen.nowhere")}</p>
      ) : (
        <div className="map-frame">
          <MapView api={watch.api} label={t("seen.map")} layers={layers} fit={fit} />
        </div>
      )}
      {hoursAlone > 0 && <p className="unplaced">{t("seen.hoursAlone", { count: hoursAlone })}</p>}
      {undrawn > 0 && <p className="unplaced">{t("seen.undrawn", { count: undrawn })}</p>}
    </>
  );
}

const NEUTRAL: readonly string[] = ["facilitator", "desk"];
type Neutral = "facilitator" | "desk";

interface Told {
  readonly sight: Sight;
  readonly names: ReadonlyMap<string, string>;
  readonly patrols: readonly Patrol[];
}

function One({ sight, names, patrols }: Told): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const units = useUnits().data ?? [];
  const { at, level, what, subject, to, hours, version } = sight;
  const patrol = patrols.find(({ id }) => id === subject);
  const unit = patrol?.callsign ?? units.find(({ id }) => id === subject)?.callsign;
  const who = to.length === 0 ? t("seen.unnamed") : to.map((id) => apart(names.get(id) ?? t(NEUTRAL.includes(id) ? `seen.${id as Neutral}` : "seen.another"))).join(" · ");
  return (
    <>
      <p><strong>{t(`seen.${what}`)}</strong>{unit !== undefined && <> · <bdi>{unit}</bdi></>}{version !== null && <> · {t("seen.version", { version })}</>}</p>
      {hours.length > 0 && (
        <ul className="hours">
          {hourSpans(hours).map(([from, until]) => <li key={from}>{apart(`${momentOf(from, reader)}–${hourOf(until, reader)}`)}</li>)}
        </ul>
      )}
      <p className="soft">
        {apart(momentOf(at, reader))} · {who}
        {level !== null && <> · {t("pacts.level", { level })} · {t(`levels.${levelName(level)}`)}</>}
      </p>
    </>
  );
}
