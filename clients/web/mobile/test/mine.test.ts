/** Which patrol is a crew's own now. */
import type { Entry, Patrol } from "@deconflict/sdk";
import { describe, expect, test } from "vitest";
import { mine, unsentMove } from "../src/patrol/mine.ts";

const HOUR = 3_600_000;

function patrol(id: string, state: Patrol["state"], beginH: number): Patrol {
  const times = [beginH, beginH + 1].map((hour) => new Date(hour * HOUR).toISOString());
  const tolerances = { time_tolerance_s: 0, lateral_tolerance_m: 0 };
  const said = { version: 2, class: "routine", note: "" } as const;
  const properties = { unit: "u", party: "p", coordinateProperties: { times }, ...tolerances, class: "routine", note: "" } as const;
  const geometry = { type: "LineString", coordinates: [[15, 32], [15.1, 32]] } as Patrol["plan"]["geometry"];
  const plan: Patrol["plan"] = { type: "Feature", geometry, properties };
  const marks = { late: false, after_the_fact: false, registered_at: new Date(0).toISOString() };
  return { id, reference: id, unit: "u", callsign: "U1", party: "p", state, plan, ...said, ...marks };
}

describe("my patrol", () => {
  test("is the one under way, whatever comes next", () => {
    expect(mine([patrol("a", "registered", 1), patrol("b", "off_plan", 5)], 0)?.id).toBe("b");
  });

  test("is else the first to come, or that should have begun", () => {
    const all = [patrol("late", "registered", 6), patrol("soon", "registered", 2), patrol("past", "registered", -3)];
    expect(mine(all, 0)?.id).toBe("soon");
    expect(mine(all, 2.5 * HOUR)?.id).toBe("soon");
    expect(mine(all, 4 * HOUR)?.id).toBe("late");
  });

  test.each(["ended", "withdrawn", "expired", "draft"] as const)("is none that is %s", (state) => {
    expect(mine([patrol("a", state, 1)], 0)).toBeNull();
  });
});

describe("what was said of a patrol and is not sent", () => {
  const said = (path: string): Entry => ({ key: path, person: "p", method: "POST", path, body: undefined, saidAt: 0 });

  test("is its last move", () => {
    const unsent = [said("/v1/patrols/a/start"), said("/v1/sos"), said("/v1/patrols/a/end")];
    expect(unsentMove(patrol("a", "registered", 1), unsent)).toBe("end");
  });

  test("is nothing of another patrol", () => {
    expect(unsentMove(patrol("a", "registered", 1), [said("/v1/patrols/b/start")])).toBeNull();
  });
});
