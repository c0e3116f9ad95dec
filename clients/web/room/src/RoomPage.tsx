/** The page of the coordination room. */
import type { Api } from "@deconflict/sdk";
import { AlertQueue, Gate, Page, useSeen, useServiceTime, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NotNow } from "./NotNow.tsx";
import { Room } from "./Room.tsx";
import { usePlay } from "./usePlay.ts";
import "./room.css";

export function RoomPage({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation("room");
  return <Gate api={api} title={t("title")} inside={(watch, signOut) => <Inside watch={watch} signOut={signOut} />} />;
}

/** Before the service told its time there is no now to show anything at. */
function Inside({ watch, signOut }: { watch: Watch; signOut: () => void }): ReactNode {
  const { t } = useTranslation("room");
  const now = useServiceTime(useSeen(watch).ahead);
  const play = usePlay(now);
  const { moment, back } = play;
  return (
    <Page
      watch={watch}
      signOut={signOut}
      title={t("title")}
      className="room"
      isNow={moment.is === "now"}
      notNow={now !== null && <NotNow {...{ moment, now, back }} />}
    >
      {now === null ? <AlertQueue watch={watch} /> : <Room watch={watch} now={now} play={play} />}
    </Page>
  );
}
