/** The first page: what this is, and the way to one's own page. */
import type { Api } from "@deconflict/sdk";
import { Gate, Page, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { placesOf } from "./places.ts";
import { useVisitors, Visitors } from "./Visitors.tsx";
import "./door.css";

export function DoorPage({ api }: { api: Api }): ReactNode {
  const { t } = useTranslation("door");
  return (
    <Gate
      api={api}
      title={t("title")}
      before={<Demonstration api={api} />}
      beside={<OutsideOfOne api={api} />}
      inside={(watch, signOut) => (
        <Page watch={watch} signOut={signOut} title={t("title")} className="door">
          <Where watch={watch} />
          <What />
        </Page>
      )}
    />
  );
}

/** In a demonstration whoever comes is a visitor: what this is and whom they may be come before the door. */
function Demonstration({ api }: { api: Api }): ReactNode {
  const people = useVisitors(api) ?? [];
  if (people.length === 0) return null;
  return (
    <>
      <What />
      <Visitors api={api} people={people} />
    </>
  );
}

/** Where real people sign in the door comes first. */
function OutsideOfOne({ api }: { api: Api }): ReactNode {
  return useVisitors(api)?.length === 0 ? <What /> : null;
}

function Where({ watch }: { watch: Watch }): ReactNode {
  const { t } = useTranslation("door");
  const places = placesOf(watch.who.person.role);
  return (
    <section className="sheet" aria-labelledby="where-title">
      <h2 id="where-title">{t("pages.title")}</h2>
      <p>{places.length === 0 ? t("pages.none") : t("pages.yours")}</p>
      <ul className="places">
        {places.map((place) => (
          <li key={place}>
            <a className="button main" href={`/${place}/`}>
              {t(`pages.${place}`)}
            </a>
            <span className="soft">{t(`pages.${place}What`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function What(): ReactNode {
  const { t } = useTranslation("door");
  return (
    <section className="sheet" aria-labelledby="what-title">
      <h2 id="what-title">{t("what.title")}</h2>
      <p>{t("what.plans")}</p>
      <p>{t("what.levels")}</p>
      <p>{t("what.live")}</p>
      <p>{t("what.record")}</p>
    </section>
  );
}
