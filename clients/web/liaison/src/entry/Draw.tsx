/** The route on the map: drawn by pressing, dragged, and shown as wide as it may be kept. The list of points says the same. */
import { DrawRoute, type Point } from "@deconflict/map";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk.ts";
import { draftRoute, drawn, lineOfDraft, viewOf } from "../marks.ts";
import type { Draft } from "../plan/draft.ts";

export function Draw({ draft, change }: { draft: Draft; change: (draft: Draft) => void }): ReactNode {
  const { t } = useTranslation("liaison");
  const { watch } = useDesk();
  const now = useRef({ draft, change });
  now.current = { draft, change };
  const line = JSON.stringify(lineOfDraft(draft));
  const points = useMemo(() => JSON.parse(line) as Point[], [line]);
  const layers = useMemo(() => [draftRoute(draft, "")], [line, draft.lateralToleranceM]);
  // The view follows what was typed or dropped, never what is being drawn: it would move away under the hand.
  const drawing = useRef(false);
  const view = useRef(viewOf([points]));
  if (!drawing.current && points.length > 1) view.current = viewOf([points]);
  drawing.current = false;
  const take = useCallback((to: readonly Point[]) => {
    const after = drawn(now.current.draft, to);
    if (after === now.current.draft) return;
    drawing.current = true;
    now.current.change(after);
  }, []);
  return (
    <div className="map-frame">
      <DrawRoute api={watch.api} label={t("entry.map")} layers={layers} fit={view.current} points={points} onChange={take} />
    </div>
  );
}
