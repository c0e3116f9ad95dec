/** The maps that the service itself hands out: which there are, and their bytes as a reader of PMTiles asks for them. */
import type { Api } from "./api.ts";
import type { MapFile } from "./wire.ts";

/** Smaller ones are read whole, once: one answer that can be kept for use offline, instead of a round trip per tile. */
export const WHOLE_UP_TO_BYTES = 2_000_000;

export type ReadBytes = (offset: number, length: number) => Promise<ArrayBuffer>;

export async function readMaps(api: Api): Promise<readonly MapFile[]> {
  return (await api.json<{ maps: MapFile[] }>("GET", "/v1/maps")).maps;
}

/** How the bytes of a map are read. A whole one that could not be read is asked for again. */
export function mapReader(api: Api, map: Pick<MapFile, "address" | "size">): ReadBytes {
  return map.size <= WHOLE_UP_TO_BYTES ? wholeReader(api, map.address) : rangeReader(api, map.address);
}

function wholeReader(api: Api, address: string): ReadBytes {
  let whole: Promise<ArrayBuffer> | null = null;
  return async (offset, length) => {
    whole ??= bytesOf(api, address).catch((fault: unknown) => {
      whole = null;
      throw fault;
    });
    return (await whole).slice(offset, offset + length);
  };
}

const rangeReader =
  (api: Api, address: string): ReadBytes =>
  (offset, length) =>
    bytesOf(api, address, { Range: `bytes=${offset}-${offset + length - 1}` });

async function bytesOf(api: Api, address: string, headers: Record<string, string> = {}): Promise<ArrayBuffer> {
  const answer = await api.ask("GET", address, undefined, { Accept: "application/vnd.pmtiles", ...headers });
  return answer.arrayBuffer();
}
