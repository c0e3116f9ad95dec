/** Keeps one chart in step with what a component is given, from when its place is on the page until it leaves it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { Chart } from "./Chart.ts";
import type { Pen } from "./draw.ts";
import type { Bounds, Layer, Point } from "./model.ts";
import type { Town } from "./near.ts";
import type { Dress } from "./style.ts";

export interface Drawing {
  readonly points: readonly Point[];
  readonly onChange: (points: readonly Point[]) => void;
  /** Lines that points snap to; none while nobody wants that. */
  readonly snapTo: readonly (readonly Point[])[];
}

export interface Charted {
  readonly label: string;
  readonly dress: Dress;
  readonly towns: readonly Town[];
  readonly layers: readonly Layer[];
  readonly fit: Bounds;
  readonly opens: Bounds | null;
  readonly selected: string | null;
  readonly onSelect: ((id: string | null) => void) | undefined;
}

export interface Chartable {
  readonly chart: Chart | null;
  readonly state: "drawing" | "drawn" | "broken";
  /** Some of the ground could not be read. */
  readonly incomplete: boolean;
}

export function useChart(place: RefObject<HTMLElement | null>, given: Charted): Chartable {
  const { label, dress, towns, layers, fit, opens, selected, onSelect } = given;
  const [chart, setChart] = useState<Chart | null>(null);
  const [state, setState] = useState<Chartable["state"]>("drawing");
  const [incomplete, setIncomplete] = useState(false);
  const first = useRef({ label, dress, towns, fit });
  const select = useRef(onSelect);
  select.current = onSelect;

  useEffect(() => {
    if (place.current === null) return;
    const told = {
      picked: (id: string | null) => select.current?.(id),
      settled: () => setState("drawn"),
      failed: () => setIncomplete(true),
    };
    const { current: begun } = first;
    let made: Chart;
    try {
      made = new Chart(place.current, begun.label, begun.dress, begun.towns, begun.fit, told);
    } catch (fault) {
      // Without WebGL the page still has its lists; the reason is for whoever looks after the device.
      console.warn(fault);
      setState("broken");
      return;
    }
    setChart(made);
    return () => {
      setChart(null);
      made.leave();
    };
  }, [place]);

  useEffect(() => chart?.dress(dress), [chart, dress]);
  useEffect(() => chart?.show(layers), [chart, layers]);
  useEffect(() => {
    chart?.select(selected);
    if (selected !== null) chart?.lookAt(selected);
  }, [chart, selected]);
  const [west, south, east, north] = fit;
  useEffect(() => chart?.begin([west, south, east, north]), [chart, west, south, east, north]);
  useEffect(() => {
    if (opens !== null) chart?.open(opens);
  }, [chart, opens]);
  return { chart, state, incomplete };
}

/** Let somebody draw on a chart; null until one can, and where nothing is to be drawn. */
export function usePen(chart: Chart | null, dress: Dress, drawing: Drawing | undefined): Pen | null {
  const [pen, setPen] = useState<Pen | null>(null);
  const changed = useRef(drawing?.onChange);
  changed.current = drawing?.onChange;
  const draws = drawing !== undefined;

  useEffect(() => {
    if (chart === null || !draws) return;
    let made: Pen | null = null;
    let left = false;
    const putAway = (): void => {
      made?.leave();
      made = null;
    };
    const forget = chart.beforeLeaving(putAway);
    const stop = chart.whenStyled(() => {
      void import("./draw.ts").then(({ Pen }) => {
        if (left) return;
        made = new Pen(chart.map, dress.palette, (points) => changed.current?.(points));
        setPen(made);
      });
    });
    return () => {
      left = true;
      stop();
      setPen(null);
      forget();
      putAway();
    };
  }, [chart, draws, dress]);

  const points = drawing?.points;
  useEffect(() => {
    if (points !== undefined) pen?.set(points);
  }, [pen, points]);
  const snapTo = drawing?.snapTo;
  useEffect(() => pen?.snapTo(snapTo ?? []), [pen, snapTo]);
  return pen;
}
