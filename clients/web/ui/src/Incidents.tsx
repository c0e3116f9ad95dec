/** Incidents as a list: what was observed in words, by whom, where and when, with its photos. Says of nobody that they did it. */
import { Fault, type FaultCode, type Incident, type Photo, photoAddress, readIncidents } from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { apart, useLocale } from "./i18n.ts";
import { dayAndHour } from "./time.ts";
import { useSeen, type Watch } from "./watch.ts";

interface List {
  readonly watch: Watch;
  /** What the page offers beside an incident: the way to it on the map. */
  readonly beside?: (incident: Incident) => ReactNode;
  readonly isChosen?: (incident: Incident) => boolean;
  /** Where another time than now is looked at: which of them there were, and what is said when there were none. */
  readonly then?: { readonly was: (incident: Incident) => boolean; readonly none: string } | undefined;
}

const DECIMALS = 4;

/** Read again whenever the feed tells of an incident, or the line is whole again. */
export function useIncidents(watch: Watch): { readonly incidents: readonly Incident[] | null; readonly fault: FaultCode | null } {
  const { known, ahead } = useSeen(watch);
  const told = [...known.alerts.values()].filter((alert) => "incident" in alert).length;
  const { data = null, error } = useQuery({
    queryKey: ["incidents", watch.who.person.id, known.epoch, told, known.stream.state],
    queryFn: () => readIncidents(watch.api),
    enabled: ahead !== null,
    placeholderData: (before) => before,
  });
  return { incidents: data, fault: error === null ? null : error instanceof Fault ? error.code : "unknown" };
}

export function Incidents({ watch, beside, isChosen, then }: List): ReactNode {
  const { t } = useTranslation();
  const { incidents: all, fault } = useIncidents(watch);
  const incidents = then === undefined ? all : (all?.filter(then.was) ?? null);
  return (
    <section aria-labelledby="incidents-title">
      <h2 id="incidents-title">{t("incidents.title")}</h2>
      {fault !== null && <p className="fault" role="alert">{t(`faults.${fault}`)}</p>}
      {incidents?.length === 0 && <p className="empty">{then?.none ?? t("incidents.none")}</p>}
      {incidents !== null && incidents.length > 0 && <p className="soft">{t("incidents.observed")}</p>}
      <ol className="incidents">
        {incidents?.map((incident) => (
          <li key={incident.id}>
            <One incident={incident} chosen={isChosen?.(incident) ?? false}>{beside?.(incident)}</One>
          </li>
        ))}
      </ol>
    </section>
  );
}

function One({ incident, chosen, children }: { incident: Incident; chosen: boolean; children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { id, reference, observation, callsign, party_name, reported_by, photos } = incident;
  const { kind, severity, confidence, words, happened_at } = observation;
  const title = `incident-${id}`;
  return (
    <article className={`incident ${severity}${chosen ? " chosen" : ""}`} aria-labelledby={title}>
      <div className="head">
        <h3 id={title}>{t(`incidents.kinds.${kind}`)}</h3>
        <span className="grade">{t(`incidents.severities.${severity}`)}</span>
        <span className="soft">{t("facts.reference", { reference: apart(reference) })}</span>
      </div>
      {words !== "" && <p className="words"><bdi>{words}</bdi></p>}
      <p className="facts">
        <span>{t("incidents.reported", { callsign: apart(`${party_name} ${callsign}`), by: apart(reported_by) })}</span>
        <time dateTime={happened_at}>{dayAndHour(happened_at, locale)}</time>
        <Where incident={incident} />
        <span>{t("incidents.confidence", { confidence: t(`incidents.confidences.${confidence}`) })}</span>
      </p>
      {photos.length > 0 && (
        <div className="shots">
          {photos.map((photo, index) => (
            <Shot key={photo.id} photo={photo} address={photoAddress(id, photo)} number={index + 1} reference={reference} />
          ))}
        </div>
      )}
      {children}
    </article>
  );
}

function Where({ incident }: { incident: Incident }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { place } = incident.observation;
  if (place === null) return <span>{t("incidents.nowhere")}</span>;
  const metres = place.accuracy_m === null ? null : new Intl.NumberFormat(locale).format(Math.round(place.accuracy_m));
  return (
    <span>
      <bdi dir="ltr">{`${place.lat.toFixed(DECIMALS)}, ${place.lon.toFixed(DECIMALS)}`}</bdi>
      {metres !== null && ` · ${t("incidents.within", { metres: apart(metres) })}`}
    </span>
  );
}

interface Shown {
  readonly photo: Photo;
  readonly address: string;
  readonly number: number;
  readonly reference: string;
}

function Shot({ photo, address, number, reference }: Shown): ReactNode {
  const { t } = useTranslation();
  const named = { number: apart(number), reference: apart(reference) };
  return (
    <a href={address} target="_blank" rel="noreferrer" aria-label={t("incidents.large", named)}>
      <img src={address} width={photo.width} height={photo.height} alt={t("incidents.photo", named)} loading="lazy" />
    </a>
  );
}
