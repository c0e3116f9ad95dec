/** Sessions and devices: where somebody is signed in and how, and ending what is not in their hands any more (SEC-04). */
import type { ReactNode } from "react";
import { useLocale } from "../i18n.ts";
import { dayAndHour } from "../time.ts";
import type { Watch } from "../watch.ts";
import { Devices } from "./Devices.tsx";
import { Factor } from "./Factor.tsx";
import { OwnPasskeys } from "./OwnPasskeys.tsx";
import { Password } from "./Password.tsx";
import { Sessions } from "./Sessions.tsx";
import "./account.css";

export default function Account({ watch }: { watch: Watch }): ReactNode {
  const locale = useLocale();
  const moment = (at: string): string => dayAndHour(at, locale);
  const own = { api: watch.api, moment };
  return (
    <>
      <Sessions {...own} />
      <Devices {...own} />
      <Factor {...own} />
      <OwnPasskeys {...own} />
      <Password api={watch.api} />
    </>
  );
}
