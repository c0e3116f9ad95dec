/** The page of a party's liaison officer. */
import type { Api } from "@deconflict/sdk";
import { Gate, Page } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Liaison } from "./Liaison.tsx";
import "./liaison.css";

export function LiaisonPage({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation("liaison");
  return (
    <Gate
      api={api}
      title={t("title")}
      inside={(watch, signOut) => (
        <Page watch={watch} signOut={signOut} title={t("title")} className="liaison">
          <Liaison watch={watch} />
        </Page>
      )}
    />
  );
}
