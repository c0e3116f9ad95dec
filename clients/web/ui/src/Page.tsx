/** The frame of every page behind the door: whose it is, how true it is, what is not sent yet. */
import { lazy, type ReactNode, Suspense, useId, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { AlertBar } from "./AlertBar.tsx";
import { FirstCard } from "./away.ts";
import { Choices } from "./Choices.tsx";
import { codeOf } from "./faults.ts";
import { isLost, StreamState } from "./StreamState.tsx";
import { useSeen, type Watch } from "./watch.ts";

/** Read by few and seldom, so it is fetched only then. */
const Account = lazy(() => import("./account/Account.tsx"));

interface Framed {
  readonly watch: Watch;
  readonly signOut: () => void;
  readonly title: string;
  /** What else stands in the bar, before the person's name. */
  readonly bar?: ReactNode;
  /** What is said above the page while it shows another time than now: then nothing of it is called live. */
  readonly notNow?: ReactNode;
  readonly isNow?: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

export function Page({ watch, signOut, title, bar, notNow, isNow = true, className, children }: Framed): ReactNode {
  const { t } = useTranslation();
  const { known, unsent, refused } = useSeen(watch);
  const [account, setAccount] = useState(false);
  const [menu, setMenu] = useState(false);
  const own = useId();
  const [first, setFirst] = useState<Element | null>(null);
  const lost = isLost(known.stream);
  return (
    <>
      <header className="bar">
        <h1>{title}</h1>
        {!lost && (isNow || known.stream.state !== "live") && <StreamState stream={known.stream} />}
        {bar}
        <span className="space" />
        <Button className="button to-own" aria-expanded={menu} aria-controls={own} onPress={() => setMenu(!menu)}>
          {t("menu")}
        </Button>
        <div id={own} className={menu || account ? "own open" : "own"}>
          <bdi>{watch.who.person.name}</bdi>
          <Button className="button" aria-expanded={account} onPress={() => setAccount(!account)}>
            {t(account ? "account.back" : "account.title")}
          </Button>
          <Choices />
          <Button className="button" onPress={signOut}>
            {t("signOut")}
          </Button>
        </div>
      </header>
      {lost && <StreamState stream={known.stream} />}
      <div className="on-top">
        <AlertBar watch={watch} first={first} uncover={() => setAccount(false)} />
        {notNow}
      </div>
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
      {account && (
        <main className="account">
          <Suspense fallback={<p className="soft" role="status">{t("account.reading")}</p>}>
            <Account watch={watch} />
          </Suspense>
        </main>
      )}
      <main className={lost ? `${className} dimmed` : className} hidden={account}>
        <FirstCard value={setFirst}>{children}</FirstCard>
      </main>
    </>
  );
}
