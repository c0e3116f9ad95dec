/** Whom a visitor of a demonstration may be. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { visitors } from "../src/demonstration.ts";

const answering = (status: number, body: unknown): Api =>
  new Api(async () => new Response(JSON.stringify(body), { status }));

const SALEM = { login: "salem@east", password: "p", name: "Salem", role: "liaison", side: "East" };

test("a demonstration offers its people", async () => {
  expect(await visitors(answering(200, { people: [SALEM] }))).toEqual([SALEM]);
});

test("where real people sign in there is nobody to be", async () => {
  expect(await visitors(answering(404, { code: "not_found" }))).toEqual([]);
});

test("a service that fails is not taken for one without visitors", async () => {
  await expect(visitors(answering(503, { code: "database_busy" }))).rejects.toMatchObject({ code: "database_busy" });
});
