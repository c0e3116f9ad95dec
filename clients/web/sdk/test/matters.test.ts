/** The calls about notices and patrols: where each goes, and that nothing asked yet is no fault. */
import { expect, test } from "vitest";
import { Api, Fault } from "../src/api.ts";
import { acknowledgingMatter, answeringProposal, meeting, saying, shiftOf } from "../src/matters.ts";
import { amending, moving } from "../src/patrols.ts";
import type { Plan } from "../src/wire.ts";

const api = (status: number, body: object): Api => new Api(async () => new Response(JSON.stringify(body), { status }));

test("a shift that nobody asked for is none; any other refusal is one", async () => {
  expect(await shiftOf(api(404, { code: "not_found" }), "o1")).toBeNull();
  await expect(shiftOf(api(401, { code: "signed_out" }), "o1")).rejects.toBeInstanceOf(Fault);
});

test("what is said goes to its own matter", () => {
  const matter = { kind: "overlaps", id: "o/1" } as const;
  expect(acknowledgingMatter(matter)).toEqual({ method: "POST", path: "/v1/overlaps/o%2F1/acknowledge", body: undefined });
  expect(saying(matter, { text: "x", to: null, urgent: false }).path).toBe("/v1/overlaps/o%2F1/messages");
  expect(meeting({ kind: "conflicts", id: "c" }, { centre: [13, 32], radius_m: 50, start: "", end: "" }).path).toBe("/v1/conflicts/c/rendezvous");
});

test("only an acceptance says which patrol moves", () => {
  expect(answeringProposal("p", "accept", "o").body).toEqual({ overlap: "o" });
  expect(answeringProposal("p", "refuse", "o").body).toBeUndefined();
});

test("whatever changes a patrol names the version that it changes", () => {
  expect(moving("p", 3, "start")).toMatchObject({ path: "/v1/patrols/p/start", version: 3 });
  const properties = { unit: "u", coordinateProperties: { times: [] }, time_tolerance_s: 0, lateral_tolerance_m: 0 };
  const plan: Plan = { type: "Feature", geometry: { type: "LineString", coordinates: [] }, properties: { ...properties, class: "routine", draft: false } };
  expect(amending("p", 4, plan)).toMatchObject({ method: "PUT", version: 4 });
});
