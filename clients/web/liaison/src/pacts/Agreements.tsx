/** The agreements of one's party: what each says and where it stands; read and signed on a page of its own. */
import { type Agreement, agreementsOf, levelsWith } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { momentOf } from "../when.ts";
import { levelsSaid } from "./held.ts";
import { namesIn, textOf } from "./text.ts";

export function useAgreements() {
  const { watch } = useDesk();
  return useOwn(["agreements"], () => agreementsOf(watch.api));
}

export function useHolding(other: string) {
  const { watch } = useDesk();
  return useOwn(["levels", other], () => levelsWith(watch.api, other));
}

/** The other side's id and name, as the signed text has it. */
export function otherOf({ canonical, digest }: Agreement, own: string | null): { id: string; name: string } | null {
  const text = textOf({ canonical, digest });
  const id = text?.parties.find((party) => party !== own);
  return text === null || id === undefined ? null : { id, name: namesIn(text).get(id) ?? id };
}

export function Agreements(): ReactNode {
  const { t } = useTranslation("liaison");
  const agreements = useAgreements();
  return (
    <section className="patrols" aria-labelledby="agreements-title">
      <div className="title-row">
        <h2 id="agreements-title">{t("ways.agreements")}</h2>
        <a className="button" href={addressOf({ at: "seen" })}>{t("ways.seen")}</a>
      </div>
      <Read query={agreements}>
        {(all) =>
          all.length === 0 ? <p className="empty">{t("pacts.none")}</p> : (
            <ul className="rows">{[...all].reverse().map((each) => <li key={each.id}><Row agreement={each} /></li>)}</ul>
          )
        }
      </Read>
    </section>
  );
}

function Row({ agreement }: { agreement: Agreement }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const reader = useReader();
  const other = otherOf(agreement, watch.who.person.party);
  return (
    <a className="row" href={addressOf({ at: "agreement", id: agreement.id })}>
      <strong><bdi>{other?.name ?? agreement.reference}</bdi></strong>
      <span>{agreement.state === "ratified" && other !== null ? <Held agreement={agreement} other={other.id} /> : <Level level={agreement.document.levels.elsewhere} />}</span>
      <span className="marks"><span className="mark">{t(`pacts.${agreement.state}`)}</span> {t("pacts.until", { at: apart(momentOf(Date.parse(agreement.document.expires_at), reader)) })}</span>
      <span className="soft"><bdi dir="ltr">{agreement.reference}</bdi></span>
    </a>
  );
}

function Level({ level }: { level: number }): ReactNode {
  const { t } = useTranslation("liaison");
  return <>{t("pacts.level", { level })} · {t(`levels.${levelName(level)}`)}</>;
}

/** What holds, whatever was signed: a list that told the signed level would let somebody count on what is over. */
function Held({ agreement, other }: { agreement: Agreement; other: string }): ReactNode {
  const { t } = useTranslation("liaison");
  const holding = useHolding(other).data;
  if (holding === undefined) return t("reading");
  const { now, signed, excepted } = levelsSaid(agreement.document.levels.elsewhere, holding);
  return (
    <>
      <strong><Level level={now} /></strong>
      {excepted && <> · {t("pacts.excepted")}</>}
      {signed !== null && <span className="soft"> {t("pacts.wasSigned", { level: signed, name: t(`levels.${levelName(signed)}`) })}</span>}
    </>
  );
}

const LEVEL_NAMES = ["sealed", "notice", "area", "segment", "shared"] as const;
export const levelName = (level: number): (typeof LEVEL_NAMES)[number] => LEVEL_NAMES[level] ?? "sealed";
