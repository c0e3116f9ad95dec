/**
 * The text of an agreement as it is signed. Everything shown is read from the very bytes that are signed, and a text
 * that is not what its digest says, or not canonical (RFC 8785), is no text to sign. Pure.
 */
import type { Agreement } from "@deconflict/sdk";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";

const FORMAT = "deconflict.agreement/1";

export interface SignedText {
  /** What is signed. */
  readonly bytes: Uint8Array;
  /** SHA-256 in hex, to be compared on the telephone. */
  readonly digest: string;
  /** The whole text by language, a sentence a line. */
  readonly wording: { readonly en: string; readonly ar: string };
  readonly parties: readonly string[];
  readonly level: number;
}

/** The text, worked out on this device; null when what came does not fit together. */
export function textOf({ canonical, digest }: Pick<Agreement, "canonical" | "digest">): SignedText | null {
  const bytes = utf8ToBytes(canonical);
  const own = bytesToHex(sha256(bytes));
  const said = read(canonical);
  if (own !== digest || said === null || canonicalize(said) !== canonical) return null;
  const { format, wording, parties, levels } = said;
  if (format !== FORMAT || !isFields(wording) || !isFields(levels) || !Array.isArray(parties)) return null;
  const { en, ar } = wording;
  if (typeof en !== "string" || typeof ar !== "string" || typeof levels["elsewhere"] !== "number") return null;
  return { bytes, digest: own, wording: { en, ar }, parties: parties.map(String), level: levels["elsewhere"] };
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (said: unknown): said is Fields => typeof said === "object" && said !== null && !Array.isArray(said);

function read(canonical: string): Fields | null {
  try {
    const said: unknown = JSON.parse(canonical);
    return isFields(said) ? said : null;
  } catch {
    return null;
  }
}

const NAME = /\u2068([^\u2069]*)\u2069/g;

/** What the parties are called: the first sentence of the wording names them, in their order, each between isolates. */
export function namesIn({ wording, parties }: SignedText): ReadonlyMap<string, string> {
  const [title = ""] = wording.en.split("\n");
  const names = [...title.matchAll(NAME)].map(([, name]) => name ?? "");
  return new Map(parties.flatMap((party, index) => (names[index] === undefined ? [] : [[party, names[index]] as const])));
}

/** Eight groups of eight: what two people can read to each other. */
export const spelled = (digest: string): string => (digest.match(/.{1,8}/g) ?? []).join(" ");
