/** How a map's bytes are asked for: a small one once and whole, a large one by ranges. */
import { expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { mapReader, readMaps, WHOLE_UP_TO_BYTES } from "../src/maps.ts";

const BYTES = Uint8Array.from({ length: 100 }, (_, index) => index);

function serving(...answers: (Response | Error)[]) {
  const asked: { path: string; range: string | null }[] = [];
  const api = new Api(async (path, request) => {
    asked.push({ path, range: new Headers(request.headers).get("Range") });
    const answer = answers.shift() ?? new Response(BYTES);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { api, asked };
}

test("a small map is asked for once, whatever is read of it", async () => {
  const { api, asked } = serving();
  const read = mapReader(api, { address: "/v1/maps/libya", size: 100 });
  const [first, second] = await Promise.all([read(0, 3), read(98, 5)]);
  expect([...new Uint8Array(first)]).toEqual([0, 1, 2]);
  expect([...new Uint8Array(second)]).toEqual([98, 99]);
  expect(asked).toEqual([{ path: "/v1/maps/libya", range: null }]);
});

test("a small map that could not be read is asked for again", async () => {
  const { api, asked } = serving(new TypeError("offline"));
  const read = mapReader(api, { address: "/v1/maps/libya", size: 100 });
  await expect(read(0, 3)).rejects.toMatchObject({ code: "unreachable" });
  expect((await read(0, 3)).byteLength).toBe(3);
  expect(asked).toHaveLength(2);
});

test("of a large map no more is asked for than what is read", async () => {
  const { api, asked } = serving(new Response(BYTES.slice(10, 30), { status: 206 }));
  const read = mapReader(api, { address: "/v1/maps/osm", size: WHOLE_UP_TO_BYTES + 1 });
  expect((await read(10, 20)).byteLength).toBe(20);
  expect(asked).toEqual([{ path: "/v1/maps/osm", range: "bytes=10-29" }]);
});

test("the maps are listed", async () => {
  const { api, asked } = serving(new Response('{"maps":[{"name":"libya"}]}'));
  expect(await readMaps(api)).toEqual([{ name: "libya" }]);
  expect(asked[0]?.path).toBe("/v1/maps");
});
