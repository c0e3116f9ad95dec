/** The frame of every page behind the door: whose it is, how true it is, what is not sent yet. */
import { type ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Choices } from "./Choices.tsx";
import { codeOf } from "./faults.ts";
import { isLost, StreamState } from "./StreamState.tsx";
import { useSeen, type Watch } from "./watch.ts";

interface Framed {
  readonly watch: Watch;
  readonly signOut: () => void;
  readonly title: string;
  /** What else stands in the bar, before the person's name. */
  readonly bar?: ReactNode;
  readonly className: string;
  readonly children: ReactNode;
}

export function Page({ watch, signOut, title, bar, className, children }: Framed): ReactNode {
  const { t } = useTranslation();
  const { known, unsent, refused } = useSeen(watch);
  const lost = isLost(known.stream);
  return (
    <>
      <header className="bar">
        <h1>{title}</h1>
        {!lost && <StreamState stream={known.stream} />}
        {bar}
        <span className="space" />
        <bdi>{watch.who.person.name}</bdi>
        <Choices />
        <Button className="button" onPress={signOut}>
          {t("signOut")}
        </Button>
      </header>
      {lost && <StreamState stream={known.stream} />}
      {unsent.length > 0 && (
        <p className="unsent" role="status">
          {t("unsent", { count: unsent.length })}
        </p>
      )}
      {refused !== null && (
        <p className="unsent fault" role="alert">
          {t("refused", { why: t(`faults.${codeOf(refused)}`) })}
        </p>
      )}
      <main className={lost ? `${className} dimmed` : className}>{children}</main>
    </>
  );
}
