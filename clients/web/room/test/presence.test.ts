/** Who is listed as connected. */
import type { Present } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { shown } from "../src/presence.ts";

const AT = "2026-12-01T08:00:00Z";
const one = (name: string, role: Present["role"], since: string | null): Present => ({ name, role, since, party: "p", unit: null, seen_at: AT });

test("officers who are connected come first, then crews who are, then whoever was", () => {
  const people = [one("crew", "crew", AT), one("gone crew", "crew", null), one("gone", "liaison", null), one("here", "liaison", AT)];
  expect(shown(people).listed.map(({ name }) => name)).toEqual(["here", "crew", "gone", "gone crew"]);
});

test("of many it is said how many more there are", () => {
  const { listed, more } = shown(Array.from({ length: 9 }, (_, index) => one(`${index}`, "crew", AT)));
  expect([listed.length, more]).toEqual([6, 3]);
});
