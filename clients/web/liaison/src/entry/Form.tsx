/** The parts of an entry beside its waypoints: whose it is, when it goes, how exactly it keeps to that, what it is for. */
import type { PatrolClass, Unit } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "../desk.ts";
import { CAPS, type Finding } from "../plan/check.ts";
import { type Draft, MINUTE_MS, timesOf, withOwnTimes } from "../plan/draft.ts";
import { spanOf, zoneOf } from "../when.ts";
import { ChoiceField, MomentField, NumberField, WordsField } from "./fields.tsx";
import { FIELDS } from "./toField.ts";
import { Wrong } from "./Wrong.tsx";

interface Entered {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly findings: readonly Finding[];
}

const PURPOSES: readonly PatrolClass[] = ["routine", "escort", "relief", "logistics", "training", "hot_pursuit"];

export function Whose({ draft, change, findings, units }: Entered & { units: readonly Unit[] }): ReactNode {
  const { t } = useTranslation("liaison");
  const options = units.map(({ id, callsign }) => [id, callsign] as const);
  return (
    <div className="pair">
      <div>
        <ChoiceField
          name={FIELDS.unit}
          label={t("entry.unit")}
          value={draft.unit}
          change={(unit) => change({ ...draft, unit })}
          options={[["", t("entry.chooseUnit")], ...options]}
        />
        <Wrong findings={findings} part="unit" index={null} />
      </div>
      <ChoiceField
        label={t("entry.purpose")}
        value={draft.purpose}
        change={(purpose) => change({ ...draft, purpose })}
        options={PURPOSES.map((purpose) => [purpose, t(`purposes.${purpose}`)] as const)}
      />
    </div>
  );
}

export function Timing({ draft, change }: Entered): ReactNode {
  const { t } = useTranslation("liaison");
  const by = (timing: Draft["timing"]): void =>
    change(timing === "each" ? withOwnTimes(draft) : { ...draft, timing, departure: draft.points[0]?.at ?? draft.departure });
  return (
    <fieldset>
      <legend>{t("entry.times")}</legend>
      <ChoiceField
        label={t("entry.timing")}
        value={draft.timing}
        change={by}
        options={[["speed", t("entry.bySpeed")], ["each", t("entry.byPoint")]]}
      />
      {draft.timing === "speed" && (
        <div className="pair">
          <MomentField name={FIELDS.departure} label={t("entry.departure")} value={draft.departure} change={(departure) => change({ ...draft, departure })} />
          <NumberField name={FIELDS.speed} label={t("entry.speed")} value={draft.speedKmh} change={(speedKmh) => change({ ...draft, speedKmh })} least={1} most={CAPS.kmh} step={1} />
        </div>
      )}
    </fieldset>
  );
}

export function Slack({ draft, change, findings }: Entered): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <fieldset>
      <legend>{t("entry.slack")}</legend>
      <div className="pair">
        <div>
          <NumberField name={FIELDS.timeTolerance} label={t("entry.timeTolerance")} value={draft.timeToleranceMin} change={(timeToleranceMin) => change({ ...draft, timeToleranceMin })} least={0} most={CAPS.toleranceMin} step={1} />
          <Wrong findings={findings} part="timeTolerance" index={null} />
        </div>
        <div>
          <NumberField name={FIELDS.lateralTolerance} label={t("entry.lateralTolerance")} value={draft.lateralToleranceM} change={(lateralToleranceM) => change({ ...draft, lateralToleranceM })} least={0} most={CAPS.lateralM} step={10} />
          <Wrong findings={findings} part="lateralTolerance" index={null} />
        </div>
      </div>
      <Corridor draft={draft} />
    </fieldset>
  );
}

/** What the slack means: from when to when, and how wide. */
function Corridor({ draft }: { draft: Draft }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const times = timesOf(draft);
  const [start, end] = [times[0] ?? null, times.at(-1) ?? null];
  const { timeToleranceMin: minutes, lateralToleranceM: metres } = draft;
  if (start === null || end === null || end < start || Number.isNaN(minutes) || Number.isNaN(metres)) return null;
  const span = spanOf(start - minutes * MINUTE_MS, end + minutes * MINUTE_MS, reader);
  return <p className="soft">{t("entry.corridor", { span: apart(`${span} ${zoneOf(start, reader)}`), metres: 2 * metres })}</p>;
}

export function Note({ draft, change }: Entered): ReactNode {
  const { t } = useTranslation("liaison");
  return <WordsField label={t("entry.note")} value={draft.note} change={(note) => change({ ...draft, note })} />;
}
