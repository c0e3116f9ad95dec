/** One agreement: its whole text in both languages as it is signed, its digest, and what can be done about it. */
import { type Agreement, signAgreement, withdrawAgreement } from "@deconflict/sdk";
import { LANGUAGES } from "@deconflict/ui";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useDesk, useReader, useRefresh } from "../desk.ts";
import { useSaying } from "../notices/Say.tsx";
import { Facts, Read, Sheet, Why } from "../parts.tsx";
import { momentOf } from "../when.ts";
import { levelName, otherOf, useAgreements, useHolding } from "./Agreements.tsx";
import { deviceKey, makeKey } from "./keys.ts";
import { Lower } from "./Lower.tsx";
import { base64, signWith } from "./signing.ts";
import { type SignedText, spelled, textOf } from "./text.ts";

export function AgreementPage({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("liaison");
  const agreements = useAgreements();
  return (
    <Read query={agreements}>
      {(all) => {
        const found = all.find((each) => each.id === id);
        return found === undefined ? <p className="empty">{t("pacts.gone")}</p> : <Shown agreement={found} />;
      }}
    </Read>
  );
}

function Shown({ agreement }: { agreement: Agreement }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const text = textOf(agreement);
  const other = otherOf(agreement, watch.who.person.party);
  if (text === null || other === null) return <p className="fault" role="alert">{t("pacts.unfit")}</p>;
  return (
    <article className="patrol" aria-labelledby="pact-title">
      <div className="title-row">
        <h2 id="pact-title"><bdi>{other.name}</bdi></h2>
        <span className="mark">{t(`pacts.${agreement.state}`)}</span>
      </div>
      <Holding other={other} />
      <Sheet title={t("pacts.text")}><Wording text={text} /></Sheet>
      <Sheet title={t("pacts.digest")}>
        <p>{t("pacts.compare")}</p>
        <p className="digest" dir="ltr">{spelled(text.digest)}</p>
      </Sheet>
      <Signatures agreement={agreement} text={text} other={other} />
    </article>
  );
}

function Wording({ text }: { text: SignedText }): ReactNode {
  return (
    <div className="pair">
      {(["en", "ar"] as const).map((language) => (
        <div key={language} lang={language} dir={LANGUAGES[language].dir}>
          {text.wording[language].split("\n").map((line, index) => <p key={index}>{line}</p>)}
        </div>
      ))}
    </div>
  );
}

interface Other {
  readonly id: string;
  readonly name: string;
}

/** What holds now, whatever was signed; and the way to take it back. */
function Holding({ other }: { other: Other }): ReactNode {
  const { t } = useTranslation("liaison");
  const saying = useSaying();
  const holding = useHolding(other.id);
  return (
    <Sheet title={t("pacts.holds")}>
      <Read query={holding}>
        {(found) => (
          <>
            <p><strong>{t("pacts.level", { level: found.elsewhere })} · {t(`levels.${levelName(found.elsewhere)}`)}</strong></p>
            <p>{t(`levelsSay.${levelName(found.elsewhere)}`)}</p>
            <Lower other={other} holding={found} saying={saying} />
          </>
        )}
      </Read>
      {saying.outcome}
    </Sheet>
  );
}

interface Signing {
  readonly agreement: Agreement;
  readonly text: SignedText;
  readonly other: Other;
}

function Signatures({ agreement, text, other }: Signing): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const reader = useReader();
  const own = watch.who.person.party;
  const at = (party: string | null): string | null => agreement.signatures.find((each) => each.party === party)?.at ?? null;
  const told = (signed: string | null): string => (signed === null ? t("pacts.unsigned") : momentOf(Date.parse(signed), reader));
  const open = agreement.state === "drafted" || agreement.state === "signed";
  return (
    <Sheet title={t("pacts.signatures")}>
      <Facts facts={[[t("pacts.mine"), told(at(own))], [other.name, told(at(other.id))]]} />
      {open && <Sign agreement={agreement} text={text} signed={at(own) !== null} />}
    </Sheet>
  );
}

function Sign({ agreement, text, signed }: { agreement: Agreement; text: SignedText; signed: boolean }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const refresh = useRefresh();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [compared, compare] = useState(false);

  async function act(done: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setFault(null);
    await done().catch(setFault);
    setBusy(false);
    refresh();
  }

  async function sign(): Promise<void> {
    const { person } = watch.who;
    const key = (await deviceKey(person.id)) ?? (await makeKey(watch.api, person.id, t("pacts.keyName", { name: person.name })));
    await signAgreement(watch.api, agreement.id, key.id, base64(await signWith(key.privateKey, text.bytes)));
  }

  return (
    <>
      {!signed && (
        <>
          <p>{t("pacts.before")}</p>
          <label className="tick"><input type="checkbox" checked={compared} onChange={({ target }) => compare(target.checked)} /> {t("pacts.compared")}</label>
        </>
      )}
      <div className="moves">
        {!signed && <Button className="button main" isDisabled={busy || !compared} onPress={() => void act(sign)}>{t("pacts.sign")}</Button>}
        <Button className="button" isDisabled={busy} onPress={() => void act(() => withdrawAgreement(watch.api, agreement.id))}>{t("pacts.withdraw")}</Button>
      </div>
      {fault !== null && <Why fault={fault} />}
    </>
  );
}
