/** Who is with which unit is said of one person, named in the address. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { bindCrew, crewsOf, releaseCrew } from "../src/crews.ts";

const OMAR = { id: "p 1", login: "omar", name: "Omar", unit: null, callsign: null, since: null };

function service(status: number, body: unknown): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const api = new Api(async (path, { method, body: said }) => {
    asked.push([method, path, said].filter((each) => typeof each === "string").join(" "));
    return new Response(body === null ? null : JSON.stringify(body), { status });
  });
  return { api, asked };
}

test("the crews of one's party are read", async () => {
  const { api, asked } = service(200, { crews: [OMAR] });
  expect(await crewsOf(api)).toEqual([OMAR]);
  expect(asked).toEqual(["GET /v1/crews"]);
});

test("somebody is bound to a unit, and let go of", async () => {
  const bound = service(200, { ...OMAR, unit: "u", callsign: "Falcon 2" });
  expect((await bindCrew(bound.api, "p 1", "u")).callsign).toBe("Falcon 2");
  expect(bound.asked).toEqual(['PUT /v1/crews/p%201/unit {"unit":"u"}']);
  const released = service(204, null);
  await releaseCrew(released.api, "p 1");
  expect(released.asked).toEqual(["DELETE /v1/crews/p%201/unit"]);
});

test("a refusal keeps its code", async () => {
  const { api } = service(409, { code: "not_of_a_crew" });
  await expect(bindCrew(api, "p", "u")).rejects.toMatchObject({ code: "not_of_a_crew" });
});
