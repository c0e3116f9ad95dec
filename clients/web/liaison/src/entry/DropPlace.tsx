/** A file may be dropped anywhere on the desk, or chosen: its route begins an entry. */
import { type ReactNode, useState } from "react";
import { Button, DropZone, FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { apart } from "@deconflict/ui";
import { serviceNow, useDesk, useUnits } from "../desk.ts";
import { go } from "../place.ts";
import { emptyDraft } from "../plan/draft.ts";
import { along, NoRoute, type Route, routesIn } from "../plan/files.ts";

const KINDS = [".gpx", ".kml", ".geojson", ".json"];

function useRoutes(): { take: (file: File) => Promise<void>; choice: ReactNode } {
  const { t } = useTranslation("liaison");
  const { watch, begin } = useDesk();
  const units = useUnits().data ?? [];
  const [several, setSeveral] = useState<readonly Route[]>([]);
  const [refused, setRefused] = useState<string | null>(null);

  function follow(route: Route): void {
    const now = serviceNow(watch);
    const [only] = units;
    begin(along(emptyDraft(now, units.length === 1 ? only?.id : ""), route, units, now));
    setSeveral([]);
    go({ at: "new" });
  }

  async function take(file: File): Promise<void> {
    leave();
    try {
      const [first, ...others] = await routesIn(file);
      if (first !== undefined && others.length === 0) follow(first);
      else if (first !== undefined) setSeveral([first, ...others]);
    } catch (fault) {
      if (!(fault instanceof NoRoute)) throw fault;
      setRefused(file.name);
    }
  }

  function leave(): void {
    setRefused(null);
    setSeveral([]);
  }

  const choice = refused === null && several.length === 0 ? null : (
    <>
      {refused !== null && <p className="fault" role="alert">{t("file.none", { name: apart(refused) })}</p>}
      {several.length > 0 && (
        <div className="sheet" role="group" aria-label={t("file.which")}>
          <p>{t("file.which")}</p>
          <ul className="choices">
            {several.map((route, index) => (
              <li key={index}>
                <Button className="button" onPress={() => follow(route)}>
                  {t("file.route", { name: apart(route.name ?? `${index + 1}`), count: route.spots.length })}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Button className="button" onPress={leave}>{t("file.leave")}</Button>
    </>
  );
  return { take, choice };
}

export function DropPlace({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation("liaison");
  const { take, choice } = useRoutes();
  return (
    <DropZone
      className="drop-place"
      aria-label={t("file.drop")}
      onDrop={({ items }) => {
        const dropped = items.find((item) => item.kind === "file");
        if (dropped?.kind === "file") void dropped.getFile().then(take);
      }}
    >
      {choice !== null && <div className="file-answer">{choice}</div>}
      {children}
    </DropZone>
  );
}

export function ChooseFile(): ReactNode {
  const { t } = useTranslation("liaison");
  const { take, choice } = useRoutes();
  return (
    <div className="choose-file">
      <FileTrigger acceptedFileTypes={KINDS} onSelect={(files) => files?.[0] && void take(files[0])}>
        <Button className="button">{t("file.choose")}</Button>
      </FileTrigger>
      <span className="soft">{t("file.hint")}</span>
      {choice}
    </div>
  );
}
