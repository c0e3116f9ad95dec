/** The quick report: what happened by one press, the rest as it is unless somebody says otherwise, and a photo. */
import { type Confidence, reporting, type Severity, type Unit } from "@deconflict/sdk";
import { codeOf, useSeen, type Watch } from "@deconflict/ui";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button, type Key, Switch, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMeasures } from "../measures.ts";
import { Photos } from "./Photos.tsx";
import { Refused } from "./Refused.tsx";
import { type Age, AGES, begun, CONFIDENCES, type Draft, KINDS, MOST_WORDS, reportOf, SEVERITIES } from "./report.ts";
import { Unsent } from "./Unsent.tsx";
import { type Spot, useSpot } from "./useSpot.ts";

interface Showing {
  readonly watch: Watch;
  readonly unit: Unit;
  /** The patrol that the unit is on, if it is on one. */
  readonly patrol: string | null;
  /** The service's time, as far as the phone knows it. */
  readonly now: number;
}

type Said = { readonly at: number; readonly refused: string | null };

export function ReportPlace({ watch, unit, patrol, now }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: shared } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [said, setSaid] = useState<Said | null>(null);

  async function send(whole: Draft, spot: Spot, photos: readonly Blob[]): Promise<void> {
    const { lon, lat, accuracy_m } = spot.state === "known" ? spot.fix : { lon: 0, lat: 0, accuracy_m: null };
    const place = spot.state === "known" ? { lon, lat, accuracy_m: accuracy_m ?? null } : null;
    const outcome = await watch.tell(reporting(reportOf(whole, unit.id, patrol, place, now), photos));
    const refused = outcome.type === "refused" ? outcome.code : null;
    // With its photos it is kept, and says itself why.
    const isKept = refused !== null && photos.length > 0;
    setSaid(isKept ? null : { at: now, refused });
    if (refused === null || isKept) setDraft(null);
  }

  return (
    <section className="card report" aria-labelledby="report-title">
      <h2 id="report-title">{draft === null ? t("report.title") : shared(`incidents.kinds.${draft.kind}`)}</h2>
      <Refused watch={watch} />
      <Become watch={watch} said={said} />
      {draft === null ? (
        <div className="kinds">
          {KINDS.map((kind) => (
            <Button key={kind} className="button huge" onPress={() => setDraft(begun(kind))}>
              {shared(`incidents.kinds.${kind}`)}
            </Button>
          ))}
        </div>
      ) : (
        <Form draft={draft} change={setDraft} send={send} leave={() => setDraft(null)} />
      )}
    </section>
  );
}

/** What has become of the last report, and what of all is on this phone alone. */
function Become({ watch, said }: { watch: Watch; said: Said | null }): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: shared } = useTranslation();
  const { unsent, refused } = useSeen(watch);
  const say = useMeasures();
  if (said !== null && said.refused !== null) {
    return <p className="fault" role="alert">{t("report.refused", { why: shared(`faults.${codeOf(said.refused)}`) })}</p>;
  }
  return (
    <Unsent unsent={unsent}>
      {said !== null && refused === null && <p className="done" role="status">{t("report.sent", { at: say.clock(said.at) })}</p>}
    </Unsent>
  );
}

interface Filling {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly send: (draft: Draft, spot: Spot, photos: readonly Blob[]) => Promise<void>;
  readonly leave: () => void;
}

function Form({ draft, change, send, leave }: Filling): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: shared } = useTranslation();
  const words = useId();
  const spot = useSpot();
  const [withPlace, setWithPlace] = useState(true);
  const [photos, setPhotos] = useState<readonly Blob[]>([]);
  const [busy, setBusy] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus(), []);

  async function press(): Promise<void> {
    setBusy(true);
    await send(draft, withPlace ? spot : { state: "unknown" }, photos);
    setBusy(false);
  }

  return (
    <div className="form" ref={top} tabIndex={-1}>
      <Choice
        label={t("report.severity")}
        all={SEVERITIES}
        chosen={draft.severity}
        named={(severity: Severity) => shared(`incidents.severities.${severity}`)}
        choose={(severity) => change({ ...draft, severity })}
      />
      <Choice
        label={t("report.confidence")}
        all={CONFIDENCES}
        chosen={draft.confidence}
        named={(confidence: Confidence) => shared(`incidents.confidences.${confidence}`)}
        choose={(confidence) => change({ ...draft, confidence })}
      />
      <Choice
        label={t("report.when")}
        all={AGES}
        chosen={draft.age}
        named={(age: Age) => t(`report.ages.${age}`)}
        choose={(age) => change({ ...draft, age })}
      />
      <label htmlFor={words}>{t("report.words")}</label>
      <input
        id={words}
        maxLength={MOST_WORDS}
        value={draft.words}
        onChange={({ target }) => change({ ...draft, words: target.value })}
      />
      <WithPlace {...{ spot, withPlace, setWithPlace }} />
      <Photos photos={photos} set={setPhotos} />
      <Button className="button main huge" isDisabled={busy} onPress={() => void press()}>
        {busy ? t("report.sending") : t("report.send")}
      </Button>
      <Button className="button huge" onPress={leave}>{t("report.leave")}</Button>
    </div>
  );
}

interface Where {
  readonly spot: Spot;
  readonly withPlace: boolean;
  readonly setWithPlace: (wanted: boolean) => void;
}

function WithPlace({ spot, withPlace, setWithPlace }: Where): ReactNode {
  const { t, i18n } = useTranslation("mobile");
  if (spot.state === "unknown") return <p className="soft" role="status">{t("report.noPlace")}</p>;
  if (spot.state === "asking") return <p className="soft" role="status">{t("report.asking")}</p>;
  const metres = new Intl.NumberFormat(i18n.language).format(Math.round(spot.fix.accuracy_m ?? 0));
  return (
    <Switch className="switch" isSelected={withPlace} onChange={setWithPlace}>
      <span className="track" />
      <span>{t("report.place", { metres })}</span>
    </Switch>
  );
}

interface Choosing<T extends Key> {
  readonly label: string;
  readonly all: readonly T[];
  readonly chosen: T;
  readonly named: (one: T) => string;
  readonly choose: (one: T) => void;
}

/** One of a few, all in sight: for a thumb, and for keys. */
function Choice<T extends Key>({ label, all, chosen, named, choose }: Choosing<T>): ReactNode {
  const id = useId();
  function changed(keys: Set<Key>): void {
    const next = all.find((one) => keys.has(one));
    if (next !== undefined) choose(next);
  }
  return (
    <>
      <span id={id}>{label}</span>
      <ToggleButtonGroup
        className="few"
        aria-labelledby={id}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[chosen]}
        onSelectionChange={changed}
      >
        {all.map((one) => (
          <ToggleButton key={one} id={one} className="button">{named(one)}</ToggleButton>
        ))}
      </ToggleButtonGroup>
    </>
  );
}
