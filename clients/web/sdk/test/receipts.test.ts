/** Whom what is told has reached is asked for in parts that the service answers. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { receiptsOf } from "../src/receipts.ts";

test("many matters are asked for by fifties and answered as one", async () => {
  const asked: string[][] = [];
  const api = new Api(async (path) => {
    const ids = decodeURIComponent(path.split("of=")[1] ?? "").split(",");
    asked.push(ids);
    return new Response(JSON.stringify({ matters: ids.map((matter) => ({ matter, sides: [] })) }));
  });
  const ids = Array.from({ length: 51 }, (_, index) => `${index}`);
  expect((await receiptsOf(api, ids)).map(({ matter }) => matter)).toEqual(ids);
  expect(asked.map(({ length }) => length)).toEqual([50, 1]);
  expect(await receiptsOf(api, [])).toEqual([]);
  expect(asked).toHaveLength(2);
});
