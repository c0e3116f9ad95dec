/** The waypoints as a list of fields: each its place, its time where times are entered singly, and what is wrong with it. */
import { apart } from "@deconflict/ui";
import { type ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useReader } from "../desk.ts";
import type { Finding } from "../plan/check.ts";
import { type Draft, nextId, type Point, point, timesOf } from "../plan/draft.ts";
import { momentOf } from "../when.ts";
import { MomentField } from "./fields.tsx";
import { FIELDS } from "./toField.ts";
import { Wrong } from "./Wrong.tsx";
import { PointField } from "./PointField.tsx";

interface Entered {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly findings: readonly Finding[];
}

/** A recorded track has more points than anybody would go through: those that are wrong are shown, and the ends. */
const SHOWN = 24;

export function Points({ draft, change, findings }: Entered): ReactNode {
  const { t } = useTranslation("liaison");
  const { points } = draft;
  const times = timesOf(draft);
  const blamed = new Set(findings.map(({ index }) => index));
  const isShown = (index: number): boolean =>
    points.length <= SHOWN || index === 0 || index === points.length - 1 || (blamed.has(index) && blamed.size <= SHOWN);
  const put = (changed: Point): void =>
    change({ ...draft, points: points.map((each) => (each.id === changed.id ? changed : each)) });
  const without = (id: number): void => change({ ...draft, points: points.filter((each) => each.id !== id) });
  return (
    <fieldset className="points" id={FIELDS.points} tabIndex={-1}>
      <legend>{t("entry.points", { count: points.length })}</legend>
      <ol>
        {points.map((each, index) =>
          isShown(index) ? (
            <li key={each.id}>
              <Row {...{ draft, index, put, without }} point={each} time={times[index] ?? null} findings={findings} />
            </li>
          ) : null,
        )}
      </ol>
      {points.length > SHOWN && <p className="soft">{t("entry.pointsShort")}</p>}
      <Wrong findings={findings} part="points" index={null} />
      <Button className="button" onPress={() => change({ ...draft, points: [...points, point(nextId(points))] })}>
        {t("entry.addPoint")}
      </Button>
    </fieldset>
  );
}

interface One {
  readonly draft: Draft;
  readonly point: Point;
  readonly index: number;
  readonly time: number | null;
  readonly findings: readonly Finding[];
  readonly put: (point: Point) => void;
  readonly without: (id: number) => void;
}

function Row({ draft, point: each, index, time, findings, put, without }: One): ReactNode {
  const { t } = useTranslation("liaison");
  const reader = useReader();
  const label = t("entry.point", { number: index + 1 });
  const ofIt = findings.filter((finding) => finding.index === index);
  return (
    <div className="point-row">
      <PointField
        name={FIELDS.place(index)}
        point={each}
        label={label}
        change={put}
        invalid={ofIt.some(({ part }) => part === "points")}
        wrong={<Wrong findings={ofIt} part="points" index={index} />}
      />
      <div className="point-time">
        {draft.timing === "each" ? (
          <MomentField name={FIELDS.time(index)} label={t("entry.timeOf", { number: index + 1 })} value={each.at} change={(at) => put({ ...each, at })} />
        ) : (
          <p className="soft">{time === null ? t("entry.noTime") : apart(momentOf(time, reader))}</p>
        )}
        <Wrong findings={ofIt} part="times" index={index} />
      </div>
      <Button
        className="button small"
        aria-label={t("entry.removePoint", { number: index + 1 })}
        isDisabled={draft.points.length <= 2}
        onPress={() => without(each.id)}
      >
        ✕
      </Button>
    </div>
  );
}
