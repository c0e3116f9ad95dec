/** The page of a crew, made for a phone: it opens without the service, from what the phone keeps. */
import type { Api } from "@deconflict/sdk";
import { Gate, LANGUAGES } from "@deconflict/ui";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Kept } from "./kept.ts";
import { Phone } from "./Phone.tsx";
import { install, keepNotification } from "./worker/install.ts";
import "./mobile.css";

export function MobilePage({ api }: { api: Api }): ReactNode {
  const { t, i18n } = useTranslation("mobile");
  const kept = useMemo(() => new Kept(localStorage, Date.now), []);
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  useEffect(() => void install((use) => setTakeOver(() => use)), []);
  useEffect(() => {
    const lang = i18n.language === "ar" ? "ar" : "en";
    const said = { title: t("waking.notification.title"), body: t("waking.notification.body") };
    void keepNotification({ ...said, lang, dir: LANGUAGES[lang].dir });
  }, [i18n.language]);
  return (
    <Gate
      api={api}
      title={t("title")}
      keeping={kept}
      inside={(watch, signOut) => <Phone key={watch.who.person.id} {...{ watch, kept, signOut, takeOver }} />}
    />
  );
}
