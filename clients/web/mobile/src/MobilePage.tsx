/** The page of a crew, made for a phone. */
import type { Api } from "@deconflict/sdk";
import { Gate, Page } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Mobile } from "./Mobile.tsx";
import "./mobile.css";

export function MobilePage({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation("mobile");
  return (
    <Gate
      api={api}
      title={t("title")}
      inside={(watch, signOut) => (
        <Page watch={watch} signOut={signOut} title={t("title")} className="mobile">
          <Mobile watch={watch} />
        </Page>
      )}
    />
  );
}
