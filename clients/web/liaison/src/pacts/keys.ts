/** Where this device keeps its key for each person: in the browser's database, which holds keys that nobody can read. */
import { type Api, registerKey } from "@deconflict/sdk";
import { base64, makePair, type Private } from "./signing.ts";

export interface DeviceKey {
  readonly person: string;
  /** The key's id with the service. */
  readonly id: string;
  readonly privateKey: Private;
}

const DATABASE = "deconflict-keys";
const KEYS = "keys";

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function keys(mode: IDBTransactionMode, factory: IDBFactory): Promise<IDBObjectStore> {
  const opening = factory.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(KEYS, { keyPath: "person" });
  return (await answered(opening)).transaction(KEYS, mode).objectStore(KEYS);
}

export async function deviceKey(person: string, factory: IDBFactory = indexedDB): Promise<DeviceKey | null> {
  const found: unknown = await answered((await keys("readonly", factory)).get(person));
  return (found as DeviceKey | undefined) ?? null;
}

export async function keepKey(key: DeviceKey, factory: IDBFactory = indexedDB): Promise<void> {
  await answered((await keys("readwrite", factory)).put(key));
}

/** A new key, known to the service before it is kept: one that the service refused is good for nothing. */
export async function makeKey(api: Api, person: string, name: string): Promise<DeviceKey> {
  const { privateKey, publicKey } = await makePair();
  const { id } = await registerKey(api, name, base64(publicKey));
  const key = { person, id, privateKey };
  await keepKey(key);
  return key;
}
