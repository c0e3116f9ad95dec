/** What one is told of a patrol of one's own, in plain words at the level that holds, and what to do about it. */
import type { KnownConflict, Overlap, Patrol } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "../desk.ts";
import { Facts } from "../parts.tsx";
import { gradeOf, type Matter } from "../patrols/matters.ts";
import { Answer } from "./Answer.tsx";
import { nearOf } from "./ends.ts";
import { momentOf } from "../when.ts";
import { Meet } from "./Meet.tsx";
import { Proposals } from "./Proposals.tsx";
import { Talk } from "./Talk.tsx";
import { InTheseHours, WhenThatClose } from "./ToDo.tsx";
import { voicesOf } from "./voices.ts";

interface Noticed {
  readonly matter: Matter;
  /** All that is shown of the patrol. */
  readonly matters: readonly Matter[];
  readonly patrol: Patrol;
}

export function Notice({ matter, matters, patrol }: Noticed): ReactNode {
  const { t } = useTranslation("liaison");
  const { t: shared } = useTranslation();
  const grade = gradeOf(matter);
  const voices = voicesOf(matter, matters);
  return (
    <section className={`alert notice ${grade}`} aria-labelledby={matter.id}>
      <div className="head">
        <h3 id={matter.id}>{t(`notice.${matter.kind}`)}</h3>
        <span className="grade">{shared(`grades.${grade}`)}</span>
      </div>
      {matter.kind === "overlaps" ? <Shared overlap={matter.overlap} /> : <Exact conflict={matter.conflict} own={patrol} />}
      <Answer matter={matter} patrol={patrol} />
      {voices.elsewhere === null ? (
        <>
          <Talk matter={matter} voices={voices} />
          <Proposals matter={matter} voices={voices} />
          <Meet matter={matter} patrol={patrol} voices={voices} near={nearOf(matter)} />
        </>
      ) : (
        <Elsewhere matter={voices.elsewhere} />
      )}
    </section>
  );
}

/** One speaks with a side, not with each of its conflicts. */
function Elsewhere({ matter }: { matter: Matter }): ReactNode {
  const { t } = useTranslation("liaison");
  const { reference } = matter.kind === "overlaps" ? matter.overlap : matter.conflict;
  return <p className="soft">{t("notice.elsewhere", { reference: apart(reference) })}</p>;
}

function Shared({ overlap }: { overlap: Overlap }): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <>
      <InTheseHours overlap={overlap} />
      <p>{overlap.areas.length === 0 ? t("notice.hidden") : t("notice.area")}</p>
      {overlap.areas.map((area) => (
        <p key={area.party}>
          <strong><bdi>{area.party_name}</bdi></strong> · {t("notice.cells", { count: new Set(area.cells.map(({ column, row }) => `${column} ${row}`)).size })}
          {area.liaison && <> · {t("notice.call", { name: apart(area.liaison.name), reach: apart(area.liaison.reach) })}</>}
        </p>
      ))}
      <p className="soft">{t("notice.reference", { reference: apart(overlap.reference) })}</p>
    </>
  );
}

function Exact({ conflict, own }: { conflict: KnownConflict; own: Patrol }): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const { at_a: at, distance_m: metres, lag_s: lag, b, zone_name: zone } = conflict;
  const other = b === null ? (zone ?? "") : `${b.party_name} · ${b.callsign}`;
  return (
    <>
      <WhenThatClose grade={conflict.grade} />
      <Facts
        facts={[
          [t("notice.who"), <bdi key="who">{other}</bdi>],
          [t("notice.howClose"), t("notice.metres", { count: Math.round(metres) })],
          [t("notice.when"), momentOf(Date.parse(at.time), reader)],
          [t("notice.where"), <bdi key="where" dir="ltr">{`${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`}</bdi>],
          ...(lag === null || Math.abs(lag) < 60 ? [] : [[t("notice.lag"), t("notice.lagOf", { count: Math.round(Math.abs(lag) / 60) })] as const]),
        ]}
      />
      <p className="soft">{t("notice.reference", { reference: apart(conflict.reference) })} · <bdi>{own.callsign}</bdi></p>
    </>
  );
}
