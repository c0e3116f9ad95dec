/** Calling for help, on every place of the page: the slide, and afterwards what has become of the call. */
import { endOf, type Fix, SOS, type SosCall, type Unit } from "@deconflict/sdk";
import { codeOf, useSeen } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Crew, useCalls } from "../crew.ts";
import { useMeasures } from "../measures.ts";
import { type Call, callOf } from "./call.ts";
import { Slide } from "./Slide.tsx";

interface Showing extends Crew {
  readonly unit: Unit | null;
  /** Where the phone was last, as far as it knows; without it the service tells the unit's last known place. */
  readonly last: Fix | null;
}

/** A place that is older would send help to where nobody is. */
const OLD_MS = 5 * 60_000;

export function SosBar({ watch, kept, unit, last }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const { known, unsent } = useSeen(watch);
  const read = useCalls({ watch, kept });
  const [refused, setRefused] = useState<string | null>(null);
  if (unit === null) return <p className="sos soft">{t("sos.noUnit")}</p>;
  const call = callOf(unit.id, unsent, read, known);

  async function say(path: string, body: SosCall | undefined): Promise<void> {
    const outcome = await watch.tell({ method: "POST", path, body, urgent: true });
    setRefused(outcome.type === "refused" ? outcome.code : null);
  }

  function help(wanted: Unit): void {
    const isNew = last !== null && Date.now() - Date.parse(last.at) < OLD_MS;
    const place = isNew ? { lon: last.lon, lat: last.lat, at: last.at } : null;
    void say(SOS, { unit: wanted.id, place, note: "" });
  }

  return (
    <section className={call.state === "none" ? "sos" : "sos calling"} aria-label={t("sos.hint")}>
      {refused !== null && <p className="fault" role="alert">{t("sos.refused", { why: said(`faults.${codeOf(refused)}`) })}</p>}
      {call.state === "none" ? (
        <Slide call={() => help(unit)} />
      ) : (
        <Standing
          {...{ call }}
          end={() => void (call.state === "unsent" ? watch.takeBack(call.key) : say(endOf(call.sos), undefined))}
        />
      )}
    </section>
  );
}

function Standing({ call, end }: { call: Exclude<Call, { state: "none" }>; end: () => void }): ReactNode {
  const { t } = useTranslation("mobile");
  const say = useMeasures();
  const [sure, setSure] = useState(false);
  if (call.state === "ending") return <p role="status">{t("sos.ending")}</p>;
  const isSent = call.state === "sent";
  return (
    <>
      <p role="alert">
        <strong>{isSent ? t("sos.sent", { at: say.clock(Date.parse(call.at)) }) : t("sos.unsent")}</strong>{" "}
        <small>{t(isSent ? "sos.sentWhy" : "sos.unsentWhy")}</small>
      </p>
      {sure ? (
        <div className="pair">
          <Button className="button huge" onPress={end}>{t("sos.sure")}</Button>
          <Button className="button huge" onPress={() => setSure(false)}>{t("sos.notYet")}</Button>
        </div>
      ) : (
        <Button className="button huge" onPress={() => setSure(true)}>{t(isSent ? "sos.end" : "sos.takeBack")}</Button>
      )}
    </>
  );
}
