/** How far each side of the desk's matters was reached by what it is told of them (ALR-03). For the desk alone. */
import type { Api } from "./api.ts";
import type { MatterTold } from "./wire.ts";

/** As many as the service answers for at once. */
const AT_ONCE = 50;

/** Conflicts, encounters, calls for help and halts by their ids; what is none of the desk's is left out. */
export async function receiptsOf(api: Api, matters: readonly string[]): Promise<readonly MatterTold[]> {
  const parts = Array.from({ length: Math.ceil(matters.length / AT_ONCE) }, (_, part) =>
    matters.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
  const read = (ids: readonly string[]) =>
    api.json<{ matters: MatterTold[] }>("GET", `/v1/receipts?of=${ids.map(encodeURIComponent).join(",")}`);
  return (await Promise.all(parts.map(read))).flatMap((answer) => answer.matters);
}
