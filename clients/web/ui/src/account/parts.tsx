/** Small parts of the list of one's own ways in: a section, what was read, a proof, a refusal. */
import { Fault, type FaultCode, type Proof } from "@deconflict/sdk";
import type { UseQueryResult } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useAsking } from "./asking.ts";

export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="sheet" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function Refusal({ code }: { code: FaultCode | null }): ReactNode {
  const { t } = useTranslation();
  return code === null ? null : <p className="fault" role="alert">{t(`faults.${code}`)}</p>;
}

/** What was read, or in words why there is nothing. */
export function Read<T>({ query, children }: { query: UseQueryResult<T>; children: (found: T) => ReactNode }): ReactNode {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <p className="soft" role="status">{t("account.reading")}</p>;
  return (
    <>
      <Refusal code={query.error instanceof Fault ? query.error.code : "unknown"} />
      <Button className="button" onPress={() => void query.refetch()}>{t("account.again")}</Button>
    </>
  );
}

interface Proving {
  /** What the button says that does it. */
  readonly does: string;
  /** What has to be named, if anything. */
  readonly named?: string;
  /** That another password is asked for. */
  readonly another?: boolean;
  readonly submit: (proof: Proof, name: string, another: string) => Promise<void>;
  readonly cancel: () => void;
}

/** Whoever changes a way in shows the password again, and a code where they hold a second factor. */
export function ProofForm({ does, named, another = false, submit, cancel }: Proving): ReactNode {
  const { t } = useTranslation();
  const { busy, fault, run } = useAsking();
  const [asksCode, setAsksCode] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const code = asksCode ? `${said.get("code")}`.trim() : null;
    const proof = { password: `${said.get("password")}`, code };
    const refused = await run(() => submit(proof, `${said.get("name")}`.trim(), `${said.get("another")}`));
    if (refused === "second_factor_required") setAsksCode(true);
  }

  return (
    <form className="proof" onSubmit={(event) => void send(event)}>
      {named !== undefined && (
        <TextField className="field" name="name" isRequired maxLength={200} autoFocus>
          <Label>{named}</Label>
          <Input />
        </TextField>
      )}
      <TextField className="field" name="password" type="password" isRequired autoComplete="current-password">
        <Label>{t("account.proof")}</Label>
        <Input dir="ltr" />
      </TextField>
      {another && (
        <TextField className="field" name="another" type="password" isRequired minLength={8} maxLength={1024} autoComplete="new-password">
          <Label>{t("account.password.another")}</Label>
          <Input dir="ltr" />
        </TextField>
      )}
      {asksCode && (
        <TextField className="field" name="code" isRequired autoComplete="one-time-code">
          <Label>{t("account.code")}</Label>
          <Input dir="ltr" spellCheck={false} />
        </TextField>
      )}
      <Refusal code={fault} />
      <div className="buttons">
        <Button className="button main" type="submit" isDisabled={busy}>{busy ? t("account.working") : does}</Button>
        <Button className="button" onPress={cancel}>{t("account.cancel")}</Button>
      </div>
    </form>
  );
}
