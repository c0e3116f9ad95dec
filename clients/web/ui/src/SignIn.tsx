/**
 * The door: login and password with a code for whoever holds a second factor, a passkey, or a code that was made on
 * another screen. What went wrong is said in words, and nothing that was typed is lost.
 */
import { type Api, type FaultCode, KEYS, type Keys, signInByCode, signInByPasskey, type Who } from "@deconflict/sdk";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Asking, useAsking } from "./account/asking.ts";
import { Choices } from "./Choices.tsx";
import { waysQuery } from "./ways.ts";

interface Door {
  readonly api: Api;
  readonly title: string;
  readonly signedIn: (who: Who) => void;
  readonly before?: ReactNode;
  readonly beside?: ReactNode;
}

export function SignIn({ api, title, signedIn, before, beside }: Door): ReactNode {
  const { t } = useTranslation();
  const [byCode, setByCode] = useState(false);
  const asking = useAsking();
  const ways = useQuery(waysQuery(api)).data;
  const enter = { api, signedIn, asking };
  return (
    <>
      <header className="bar">
        <h1>{title}</h1>
        <span className="space" />
        <Choices />
      </header>
      <main className="door">
        {before}
        <section className="sign-in" aria-labelledby="sign-in-title">
          <h2 id="sign-in-title">{t("signIn.title")}</h2>
          {byCode ? <ByCode {...enter} /> : <ByPassword {...enter} />}
          <Button className="button" onPress={() => setByCode(!byCode)}>
            {t(byCode ? "signIn.byPassword" : "signIn.byCode")}
          </Button>
          {KEYS !== null && ways?.passkeys === true && <ByPasskey {...enter} keys={KEYS} />}
        </section>
        {beside}
      </main>
    </>
  );
}

interface Entering {
  readonly api: Api;
  readonly signedIn: (who: Who) => void;
  readonly asking: Asking;
}

function ByPassword({ api, signedIn, asking: { busy, fault, run } }: Entering): ReactNode {
  const { t } = useTranslation();
  const [asksCode, setAsksCode] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const code = asksCode ? `${said.get("code")}`.trim() : undefined;
    const call = () => api.signIn(`${said.get("login")}`.trim(), `${said.get("password")}`, code);
    const refused = await run(async () => signedIn(await call()));
    if (refused === "second_factor_required") setAsksCode(true);
  }

  return (
    <form className="fields" onSubmit={(event) => void submit(event)}>
      <TextField className="field" name="login" isRequired autoComplete="username">
        <Label>{t("signIn.login")}</Label>
        <Input dir="ltr" autoCapitalize="none" spellCheck={false} />
      </TextField>
      <TextField className="field" name="password" type="password" isRequired autoComplete="current-password">
        <Label>{t("signIn.password")}</Label>
        <Input dir="ltr" />
      </TextField>
      {asksCode && (
        <TextField className="field" name="code" isRequired autoComplete="one-time-code" autoFocus>
          <Label>{t("signIn.code")}</Label>
          <Input dir="ltr" autoCapitalize="characters" spellCheck={false} />
        </TextField>
      )}
      <Submit busy={busy} fault={fault} />
      <p className="soft">{t("signIn.hint")}</p>
    </form>
  );
}

function ByCode({ api, signedIn, asking: { busy, fault, run } }: Entering): ReactNode {
  const { t } = useTranslation();
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = `${new FormData(event.currentTarget).get("code")}`.trim();
    void run(async () => signedIn(await signInByCode(api, code)));
  }
  return (
    <form className="fields" onSubmit={submit}>
      <TextField className="field" name="code" isRequired maxLength={40} autoComplete="off" autoFocus>
        <Label>{t("signIn.deviceCode")}</Label>
        <Input dir="ltr" autoCapitalize="characters" spellCheck={false} />
      </TextField>
      <Submit busy={busy} fault={fault} />
      <p className="soft">{t("signIn.codeHint")}</p>
    </form>
  );
}

function ByPasskey({ api, signedIn, asking: { busy, run }, keys }: Entering & { keys: Keys }): ReactNode {
  const { t } = useTranslation();
  const [nobody, setNobody] = useState(false);
  const press = (): void => {
    void run(async () => {
      const who = await signInByPasskey(api, keys);
      setNobody(who === null);
      if (who !== null) signedIn(who);
    });
  };
  return (
    <>
      <Button className="button" isDisabled={busy} onPress={press}>{t("signIn.passkey")}</Button>
      {nobody && <p className="soft" role="status">{t("signIn.nobody")}</p>}
    </>
  );
}

function Submit({ busy, fault }: { busy: boolean; fault: FaultCode | null }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {fault !== null && (
        <p className="fault" role="alert">
          {t(`faults.${fault}`)}
        </p>
      )}
      <Button className="button main" type="submit" isDisabled={busy}>
        {busy ? t("signIn.signingIn") : t("signIn.submit")}
      </Button>
    </>
  );
}
