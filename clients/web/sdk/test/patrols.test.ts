/** Units are listed as people count them. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { unitsOf } from "../src/patrols.ts";

test("the tenth unit comes after the second", async () => {
  const units = ["Saqr 1", "Saqr 10", "Saqr 2", "صقر 10", "صقر 9"].map((callsign) => ({ id: callsign, party: "p", callsign }));
  const api = new Api(async () => new Response(JSON.stringify({ units })));
  expect((await unitsOf(api)).map(({ callsign }) => callsign)).toEqual(["Saqr 1", "Saqr 2", "Saqr 10", "صقر 9", "صقر 10"]);
});
