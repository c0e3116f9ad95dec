/** The second factor: set up with the password, confirmed by a code, removed with both. */
import {
  type Api,
  confirmSecondFactor,
  type FactorOffer,
  type FactorState,
  offerSecondFactor,
  removeSecondFactor,
  secondFactor,
} from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { apart } from "../i18n.ts";
import { useAsking } from "./asking.ts";
import { ProofForm, Read, Refusal, Section } from "./parts.tsx";

interface Own {
  readonly api: Api;
  readonly moment: (at: string) => string;
}

type Step =
  | { at: "state" }
  | { at: "proving"; to: "offer" | "remove" }
  | { at: "offered"; offer: FactorOffer }
  | { at: "told"; codes: readonly string[] };

export function Factor({ api, moment }: Own): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["account", "factor"], queryFn: () => secondFactor(api) });
  const [step, setStep] = useState<Step>({ at: "state" });
  const rest = (): void => setStep({ at: "state" });
  return (
    <Section title={t("account.factor.title")}>
      <Read query={query}>{(state) => <State state={state} moment={moment} />}</Read>
      {shown(step)}
    </Section>
  );

  function shown(now: Step): ReactNode {
    switch (now.at) {
      case "state":
        return query.data === undefined ? null : <Choice held={query.data.held_since !== null} go={(to) => setStep({ at: "proving", to })} />;
      case "proving":
        return now.to === "offer" ? (
          <ProofForm
            does={t("account.factor.setUp")}
            cancel={rest}
            submit={async (proof) => setStep({ at: "offered", offer: await offerSecondFactor(api, proof) })}
          />
        ) : (
          <ProofForm
            does={t("account.factor.remove")}
            cancel={rest}
            submit={async (proof) => {
              await removeSecondFactor(api, proof);
              rest();
              await query.refetch();
            }}
          />
        );
      case "offered":
        return (
          <Offered
            offer={now.offer}
            confirm={async (code) => {
              setStep({ at: "told", codes: await confirmSecondFactor(api, code) });
              await query.refetch();
            }}
          />
        );
      case "told":
        return <Told codes={now.codes} />;
    }
  }
}

function State({ state, moment }: { state: FactorState; moment: (at: string) => string }): ReactNode {
  const { t } = useTranslation();
  if (state.held_since === null) return <p>{t("account.factor.none")}</p>;
  return (
    <p>
      {t("account.factor.held", { at: apart(moment(state.held_since)) })}{" "}
      {t("account.factor.left", { count: state.recovery_codes })}
    </p>
  );
}

function Choice({ held, go }: { held: boolean; go: (to: "offer" | "remove") => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="buttons">
      <Button className="button" onPress={() => go("offer")}>{t(held ? "account.factor.another" : "account.factor.setUp")}</Button>
      {held && <Button className="button" onPress={() => go("remove")}>{t("account.factor.remove")}</Button>}
    </div>
  );
}

function Offered({ offer, confirm }: { offer: FactorOffer; confirm: (code: string) => Promise<void> }): ReactNode {
  const { t } = useTranslation();
  const { busy, fault, run } = useAsking();
  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = `${new FormData(event.currentTarget).get("code")}`.trim();
    void run(() => confirm(code));
  }
  return (
    <form className="proof" onSubmit={send}>
      <p>{t("account.factor.secret")}</p>
      <p className="code secret" dir="ltr">{offer.secret.replace(/.{4}(?=.)/g, "$& ")}</p>
      <p>
        <a href={offer.uri}>{t("account.factor.open")}</a>
      </p>
      <TextField className="field" name="code" isRequired autoComplete="one-time-code" autoFocus>
        <Label>{t("account.factor.confirm")}</Label>
        <Input dir="ltr" inputMode="numeric" />
      </TextField>
      <Refusal code={fault} />
      <Button className="button main" type="submit" isDisabled={busy}>{t("account.factor.hold")}</Button>
    </form>
  );
}

function Told({ codes }: { codes: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="told" role="status">
      <p>{t("account.factor.keep")}</p>
      <ul className="codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
