/** The calls about agreements, keys and levels, and one's own part of the ledger: what others were told of one's party. */
import type { Api } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { Agreement, Holding, Key, LedgerEntry, Levels } from "./wire.ts";

const PAGE = 200;
/** More than anybody reads; what is older is had with the ledger's own tools. */
const MOST_PAGES = 25;

export async function agreementsOf(api: Api): Promise<readonly Agreement[]> {
  return (await api.json<{ agreements: Agreement[] }>("GET", `/v1/agreements?limit=${PAGE}`)).agreements;
}

export async function keysOf(api: Api): Promise<readonly Key[]> {
  return (await api.json<{ keys: Key[] }>("GET", "/v1/keys")).keys;
}

/** The public half, 32 bytes in base64; the private one stays on the device. */
export const registerKey = (api: Api, name: string, publicKey: string): Promise<Key> =>
  api.json("POST", "/v1/keys", { name, public: publicKey });

export const signAgreement = (api: Api, id: string, key: string, signature: string): Promise<Agreement> =>
  api.json("POST", `/v1/agreements/${encodeURIComponent(id)}/sign`, { key, signature });

export const withdrawAgreement = (api: Api, id: string): Promise<Agreement> =>
  api.json("POST", `/v1/agreements/${encodeURIComponent(id)}/withdraw`);

export const levelsWith = (api: Api, other: string): Promise<Holding> =>
  api.json("GET", `/v1/levels?other=${encodeURIComponent(other)}`);

/** Take back what one's party gives another: alone, and at once (DIS-02). */
export const lowering = (other: string, levels: Levels): Pick<Entry, "method" | "path" | "body"> => ({
  method: "POST",
  path: "/v1/lowerings",
  body: { other, levels },
});

const NEXT = /<([^>]+)>;\s*rel="?next"?/;

/** What was disclosed of one's own party, the oldest first (DIS-07). */
export async function disclosuresOf(api: Api): Promise<readonly LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  let path: string | undefined = `/v1/ledger?kind=disclosure&limit=${PAGE}`;
  for (let page = 0; path !== undefined && page < MOST_PAGES; page += 1) {
    const answer: Response = await api.ask("GET", path);
    found.push(...((await answer.json()) as { entries: LedgerEntry[] }).entries);
    path = NEXT.exec(answer.headers.get("Link") ?? "")?.[1];
  }
  return found;
}
