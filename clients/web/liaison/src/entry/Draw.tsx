/** The route on the map: drawn by pressing, dragged, and shown as wide as it may be kept. The list of points says the same. */
import { DrawRoute, type Point } from "@deconflict/map";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, usePatrols } from "../desk.ts";
import { draftRoute, drawn, lineOfDraft, pastOf, viewOf } from "../marks.ts";
import type { Draft } from "../plan/draft.ts";

/** So many of the newest routes say where the next one will be. */
const RECENT = 20;

interface Drawing {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  /** The patrol that is amended: its own line is not a past one. */
  readonly patrol: string | null;
}

export function Draw({ draft, change, patrol }: Drawing): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const now = useRef({ draft, change });
  now.current = { draft, change };
  const line = JSON.stringify(lineOfDraft(draft));
  const points = useMemo(() => JSON.parse(line) as Point[], [line]);
  const layers = useMemo(() => [draftRoute(draft, "")], [line, draft.lateralToleranceM]);
  const patrols = usePatrols().data;
  const past = useMemo(() => pastOf(patrols ?? [], patrol), [patrols, patrol]);
  // The view follows what was typed or dropped, never what is being drawn: it would move away under the hand. At first
  // it is where one's own party has been: nobody draws a patrol on a whole country.
  const byHand = useRef(new Set<string>());
  const view = useRef(viewOf([points]));
  if (points.length > 1 && !byHand.current.has(line)) view.current = viewOf([points]);
  else view.current ??= viewOf(past.slice(0, RECENT));
  const take = useCallback((to: readonly Point[]) => {
    const after = drawn(now.current.draft, to);
    if (after === now.current.draft) return;
    byHand.current.add(JSON.stringify(lineOfDraft(after)));
    // The next line may come before this one was shown.
    now.current = { ...now.current, draft: after };
    now.current.change(after);
  }, []);
  return (
    <div className="map-frame to-draw">
      <DrawRoute api={watch.api} label={t("entry.map")} layers={layers} past={past} fit={view.current} points={points} onChange={take} />
    </div>
  );
}
