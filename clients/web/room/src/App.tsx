/** Decides between the door and the room: whoever has an open session goes straight in. */
import { type Api, Fault, type Who } from "@deconflict/sdk";
import { type ReactNode, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGES } from "./i18n.ts";
import { Room } from "./Room.tsx";
import { SignIn } from "./SignIn.tsx";
import { Watch } from "./watch.ts";

type Place = { at: "arriving" } | { at: "door" } | { at: "room"; watch: Watch };

export function App({ api }: { api: Api }): ReactNode {
  const { i18n } = useTranslation();
  const [place, setPlace] = useState<Place>({ at: "arriving" });
  const locale = LANGUAGES[isLanguage(i18n.language) ? i18n.language : "en"].locale;

  function enter(who: Who): void {
    const watch = new Watch(api, who);
    watch.start();
    setPlace({ at: "room", watch });
  }

  /** Signing out of a service that cannot be reached leaves the room all the same; the session ends by its time. */
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
        return null;
      case "door":
        return <SignIn api={api} signedIn={enter} />;
      case "room":
        return <Room watch={now.watch} signOut={() => void leave(now.watch)} />;
    }
  }
}
