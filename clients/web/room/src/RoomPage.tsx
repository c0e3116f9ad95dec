/** The page of the coordination room. */
import type { Api } from "@deconflict/sdk";
import { Gate, Page } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Room } from "./Room.tsx";
import "./room.css";

export function RoomPage({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation("room");
  return (
    <Gate
      api={api}
      title={t("title")}
      inside={(watch, signOut) => (
        <Page watch={watch} signOut={signOut} title={t("title")} className="room">
          <Room watch={watch} />
        </Page>
      )}
    />
  );
}
