/** Decides between the door and what is behind it: whoever has an open session goes straight in. */
import { type Api, Fault, type Known, type Who, whoComes } from "@deconflict/sdk";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useLocale } from "./i18n.ts";
import { isAllSent, Leaving } from "./Leaving.tsx";
import { SignIn } from "./SignIn.tsx";
import { showTimesIn } from "./time.ts";
import { Watch } from "./watch.ts";
import { waysQuery } from "./ways.ts";

type Place = { at: "arriving" } | { at: "door" } | { at: "inside"; watch: Watch };

interface Behind {
  readonly api: Api;
  /** What is behind the door is called. */
  readonly title: string;
  /** What is shown to whoever is signed in. */
  readonly inside: (watch: Watch, signOut: () => void) => ReactNode;
  /** What comes before the door, and what is said beside it, of what is behind it. */
  readonly before?: ReactNode;
  readonly beside?: ReactNode;
  /** For a page that opens without the service. */
  readonly keeping?: Keeping;
}

/** What a page keeps on the device to open without the service: who is signed in, and what they knew. */
export interface Keeping {
  /** Whoever was signed in here last, unless their session is over by now. */
  who(): Who | null;
  known(who: Who): Known;
  /** Null: nobody is signed in here any more, and nothing of theirs stays. */
  remember(who: Who | null): void;
}

const ASK_AGAIN_MS = 5000;

export function Gate({ api, title, inside, before, beside, keeping }: Behind): ReactNode {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place>({ at: "arriving" });
  const [asking, setAsking] = useState(false);
  const locale = useLocale();
  const queries = useQueryClient();

  function enter(who: Who): void {
    queries.clear();
    keeping?.remember(who);
    showTimesIn(who.zone);
    const watch = new Watch(api, who, keeping?.known(who));
    watch.start();
    setPlace({ at: "inside", watch });
  }

  function leaveFor(who: Who | null): void {
    if (who !== null) return enter(who);
    keeping?.remember(null);
    queries.clear();
    setPlace({ at: "door" });
  }

  /**
   * Signing out of a service that cannot be reached leaves the page all the same; the session ends by its time.
   * The door opens once nothing of this person's is on its way any more, and what was read for them is forgotten.
   */
  async function leave(watch: Watch, left: "keep" | "forget"): Promise<void> {
    setAsking(false);
    await watch.leave();
    if (left === "forget") await watch.forget();
    const ended = api.signOut();
    leaveFor(null);
    try {
      await ended;
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
    }
  }

  useEffect(() => {
    const remembered = keeping?.who() ?? null;
    if (remembered === null) {
      const arrive = async (): Promise<void> => {
        const who = await whoComes(api, await queries.fetchQuery(waysQuery(api)));
        if (who === null) setPlace({ at: "door" });
        else enter(who);
      };
      arrive().catch((fault: unknown) => {
        if (!(fault instanceof Fault)) throw fault;
        setPlace({ at: "door" });
      });
      return undefined;
    }
    showTimesIn(remembered.zone);
    const watch = new Watch(api, remembered, keeping?.known(remembered));
    setPlace({ at: "inside", watch });
    return recognise(api, watch, leaveFor);
  }, [api]);

  return <I18nProvider locale={locale}>{shown(place)}</I18nProvider>;

  function shown(now: Place): ReactNode {
    switch (now.at) {
      case "arriving":
        return <p className="sr-only" role="status">{t("arriving")}</p>;
      case "door":
        return <SignIn api={api} title={title} signedIn={enter} before={before} beside={beside} />;
      case "inside":
        return (
          <>
            {inside(now.watch, () => (isAllSent(now.watch) ? void leave(now.watch, "keep") : setAsking(true)))}
            {asking && <Leaving watch={now.watch} leave={(left) => void leave(now.watch, left)} stay={() => setAsking(false)} />}
          </>
        );
    }
  }
}

/**
 * Ask until it is certain who is signed in: only then anything is sent in their name. The browser's session may be
 * another person's by now, or nobody's.
 */
function recognise(api: Api, watch: Watch, leaveFor: (who: Who | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const certain = (who: Who | null): void => {
    if (over) return;
    stop();
    if (who?.person.id === watch.who.person.id) watch.start();
    else leaveFor(who);
  };
  const ask = (): void => {
    clearTimeout(timer);
    api.whoAmI().then(certain, (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
      if (fault.status === 401) return certain(null);
      if (over) return;
      watch.cut();
      timer = setTimeout(ask, ASK_AGAIN_MS);
    });
  };
  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    removeEventListener("online", ask);
  };
  addEventListener("online", ask);
  ask();
  return stop;
}
