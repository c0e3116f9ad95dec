/** Decides between the door and what is behind it: whoever has an open session goes straight in. */
import { type Api, Fault, type Who } from "@deconflict/sdk";
import { type ReactNode, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useLocale } from "./i18n.ts";
import { SignIn } from "./SignIn.tsx";
import { Watch } from "./watch.ts";

type Place = { at: "arriving" } | { at: "door" } | { at: "inside"; watch: Watch };

interface Behind {
  readonly api: Api;
  /** What is behind the door is called. */
  readonly title: string;
  /** What is shown to whoever is signed in. */
  readonly inside: (watch: Watch, signOut: () => void) => ReactNode;
  /** What is said beside the door, of what is behind it. */
  readonly beside?: ReactNode;
}

export function Gate({ api, title, inside, beside }: Behind): ReactNode {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place>({ at: "arriving" });
  const locale = useLocale();

  function enter(who: Who): void {
    const watch = new Watch(api, who);
    watch.start();
    setPlace({ at: "inside", watch });
  }

  /** Signing out of a service that cannot be reached leaves the page all the same; the session ends by its time. */
  async function leave(watch: Watch): Promise<void> {
    watch.leave();
    setPlace({ at: "door" });
    try {
      await api.signOut();
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
    }
  }

  useEffect(() => {
    api.whoAmI().then(enter, (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
      setPlace({ at: "door" });
    });
  }, [api]);

  return <I18nProvider locale={locale}>{shown(place)}</I18nProvider>;

  function shown(now: Place): ReactNode {
    switch (now.at) {
      case "arriving":
        return <p className="sr-only" role="status">{t("arriving")}</p>;
      case "door":
        return <SignIn api={api} title={title} signedIn={enter} beside={beside} />;
      case "inside":
        return inside(now.watch, () => void leave(now.watch));
    }
  }
}
