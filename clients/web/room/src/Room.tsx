/** The room: the map at the shown moment, who waits for an answer, what there is to look at, and the log of the shift. */
import { type Bounds, MapView } from "@deconflict/map";
import { type Alert, matterOf } from "@deconflict/sdk";
import { AlertQueue, Incidents, useSeen, type Watch } from "@deconflict/ui";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Calls } from "./Calls.tsx";
import { Escalate } from "./Escalate.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { type Filters, keepFilters, keptFilters } from "./filters.ts";
import { openingOf } from "./layers.ts";
import { partiesOf } from "./matters.ts";
import { Matters } from "./Matters.tsx";
import { ReachedSides, Unreached } from "./ReachedSides.tsx";
import { timeOf, wasThere } from "./moment.ts";
import { aboutOf } from "./noting.ts";
import { Plans } from "./Plans.tsx";
import { ShiftLog } from "./ShiftLog.tsx";
import { TimeBar } from "./TimeBar.tsx";
import { Units } from "./Units.tsx";
import { useLog } from "./useLog.ts";
import type { Play } from "./usePlay.ts";
import { NOBODY, useReached } from "./useReached.ts";
import { useOnRecord } from "./useOnRecord.ts";
import { useShown } from "./useShown.ts";
import { NoteButton } from "./WriteNote.tsx";

interface Desk {
  readonly watch: Watch;
  readonly now: number;
  readonly play: Play;
}

export function Room({ watch, now, play }: Desk): ReactNode {
  const { t } = useTranslation("room");
  const { known, parties } = useSeen(watch);
  const { moment, back } = play;
  const [chosen, setChosen] = useState<string | null>(null);
  const [filters, setFilters] = useState(keptFilters);
  const log = useLog(watch);
  const record = useOnRecord(watch, known.seq);
  const reaching = useReached(watch, known, now);
  const patrols = useMemo(
    () => record.patrols.filter(({ registered_at }) => wasThere(registered_at, moment)),
    [record.patrols, moment],
  );
  const shown = useShown(watch, known, { ...record, patrols }, moment, now, filters);
  const { matters, positions, under, since } = shown;
  // Once, as soon as there is something: a map that follows what moves is nobody's own view.
  const opening = useRef<Bounds | null>(null);
  if (record.at !== null) opening.current ??= openingOf(shown.layers);
  const choosing = { chosen, choose: setChosen };
  const time = timeOf(moment, now);

  function filter(wanted: Filters): void {
    keepFilters(wanted);
    setFilters(wanted);
  }

  const drawn = new Set([...matters.filter(({ at }) => at !== null), ...record.patrols].map(({ id }) => id));
  function thingOf(alert: Alert): string | null {
    const patrol = "patrol" in alert ? alert.patrol : null;
    return [matterOf(alert), patrol].find((id) => id !== null && drawn.has(id)) ?? null;
  }

  const named = (ids: readonly string[]) => [...new Set(ids)].map((id) => [id, parties.get(id) ?? id] as const);

  /** An alert is about now, whatever time was looked at. */
  function look(thing: string): void {
    back();
    setChosen(thing);
  }

  return (
    <>
      <div className="room-map">
        <div>
          <FilterBar filters={filters} parties={parties} onFilters={filter} />
          <p className="nothing-then" role="status">{moment.is === "past" && shown.isEmpty && t("time.nothing")}</p>
        </div>
        <MapView
          api={watch.api}
          label={t("map")}
          layers={shown.layers}
          opens={opening.current}
          selected={chosen}
          onSelect={setChosen}
          dimmed={moment.is !== "now"}
        />
        <TimeBar now={now} play={play} since={since} replay={shown.replay} />
      </div>
      <div className="room-queue">
        <Unreached reaching={reaching} now={now} />
        <AlertQueue
          watch={watch}
          isChosen={(alert) => chosen !== null && thingOf(alert) === chosen}
          beside={(alert) => (
            <>
              <ReachedSides sides={reaching.of.get(matterOf(alert))} heard={reaching.heard.get(matterOf(alert))} now={now} parties={parties} />
              <Look thing={thingOf(alert)} look={look} />
              <Escalate alert={alert} log={log} parties={parties} />
              <NoteButton log={log} about={aboutOf(alert)} parties={named(partiesOf(alert))} />
            </>
          )}
        />
      </div>
      <Matters {...{ matters, now, parties }} heard={reaching.heard} reached={moment.is === "now" ? reaching.of : NOBODY} {...choosing} />
      <Incidents
        watch={watch}
        isChosen={({ id }) => id === chosen}
        then={moment.is === "past" ? { was: ({ reported_at }) => wasThere(reported_at, moment), none: t("time.noIncident") } : undefined}
        beside={({ id }) => <Look thing={drawn.has(id) ? id : null} look={look} />}
      />
      <Units positions={positions} time={time} isNow={moment.is === "now"} parties={parties} {...choosing} />
      <Plans {...record} patrols={patrols} none={t(moment.is === "past" ? "time.noPatrol" : "plans.none")} parties={parties} under={under} {...choosing} />
      <Calls watch={watch} now={now} parties={parties} log={log} />
      <ShiftLog alerts={known.alerts} log={log} parties={parties} />
    </>
  );
}

/** The way from an alert to the map; an alert about nothing that has a place has none. */
function Look({ thing, look }: { thing: string | null; look: (thing: string) => void }): ReactNode {
  const { t } = useTranslation("room");
  if (thing === null) return null;
  return (
    <Button className="button" onPress={() => look(thing)}>
      {t("show")}
    </Button>
  );
}
