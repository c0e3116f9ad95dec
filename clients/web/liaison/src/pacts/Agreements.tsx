/** The agreements of one's party: what each says and where it stands; read and signed on a page of its own. */
import { type Agreement, agreementsOf } from "@deconflict/sdk";
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useOwn, useReader } from "../desk.ts";
import { Read } from "../parts.tsx";
import { addressOf } from "../place.ts";
import { momentOf } from "../when.ts";
import { namesIn, textOf } from "./text.ts";

export function useAgreements() {
  const { watch } = useDesk();
  return useOwn(["agreements"], () => agreementsOf(watch.api));
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
      <span>{t("pacts.level", { level: agreement.document.levels.elsewhere })} · {t(`levels.${levelName(agreement.document.levels.elsewhere)}`)}</span>
      <span className="marks"><span className="mark">{t(`pacts.${agreement.state}`)}</span> {t("pacts.until", { at: apart(momentOf(Date.parse(agreement.document.expires_at), reader)) })}</span>
      <span className="soft"><bdi dir="ltr">{agreement.reference}</bdi></span>
    </a>
  );
}

const LEVEL_NAMES = ["sealed", "notice", "area", "segment", "shared"] as const;
export const levelName = (level: number): (typeof LEVEL_NAMES)[number] => LEVEL_NAMES[level] ?? "sealed";
