/** The door: login and password, and a code for whoever holds a second factor. What went wrong is said in words, and nothing that was typed is lost. */
import { type Api, Fault, type FaultCode, type Who } from "@deconflict/sdk";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Choices } from "./Choices.tsx";

interface Door {
  readonly api: Api;
  readonly title: string;
  readonly signedIn: (who: Who) => void;
  readonly beside?: ReactNode;
}

export function SignIn({ api, title, signedIn, beside }: Door): ReactNode {
  const { t } = useTranslation();
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [asksCode, setAsksCode] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    setBusy(true);
    setFault(null);
    try {
      const code = asksCode ? `${said.get("code")}`.trim() : undefined;
      signedIn(await api.signIn(`${said.get("login")}`.trim(), `${said.get("password")}`, code));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      setFault(error.code);
      setAsksCode((already) => already || error.code === "second_factor_required");
      setBusy(false);
    }
  }

  return (
    <>
      <header className="bar">
        <h1>{title}</h1>
        <span className="space" />
        <Choices />
      </header>
      <main className="door">
        <form className="sign-in" onSubmit={(event) => void submit(event)}>
          <h2>{t("signIn.title")}</h2>
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
          {fault !== null && (
            <p className="fault" role="alert">
              {t(`faults.${fault}`)}
            </p>
          )}
          <Button className="button main" type="submit" isDisabled={busy}>
            {busy ? t("signIn.signingIn") : t("signIn.submit")}
          </Button>
          <p className="soft">{t("signIn.hint")}</p>
        </form>
        {beside}
      </main>
    </>
  );
}
