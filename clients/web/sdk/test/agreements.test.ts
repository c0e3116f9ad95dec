/** One's own part of the ledger is read to its end, page by page. */
import { expect, test } from "vitest";
import { disclosuresOf, lowering } from "../src/agreements.ts";
import { Api } from "../src/api.ts";

test("the ledger is read on as long as there is a next page", async () => {
  const asked: string[] = [];
  const api = new Api(async (path) => {
    asked.push(path);
    const first = asked.length === 1;
    const headers: Record<string, string> = first ? { Link: '</v1/ledger?kind=disclosure&after=x>; rel="next"' } : {};
    return new Response(JSON.stringify({ entries: [{ id: `${asked.length}` }] }), { headers });
  });
  expect((await disclosuresOf(api)).map(({ id }) => id)).toEqual(["1", "2"]);
  expect(asked).toEqual(["/v1/ledger?kind=disclosure&limit=200", "/v1/ledger?kind=disclosure&after=x"]);
});

test("what is taken back names the other side and no more", () => {
  expect(lowering("p", { elsewhere: 0, clauses: [] })).toEqual({ method: "POST", path: "/v1/lowerings", body: { other: "p", levels: { elsewhere: 0, clauses: [] } } });
});
