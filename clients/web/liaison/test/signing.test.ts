/** Signing: the text is what its digest says, and a signature made here holds, by the browser's key or by our own. */
import "fake-indexeddb/auto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deviceKey, keepKey } from "../src/pacts/keys.ts";
import { base64, makePair, signWith } from "../src/pacts/signing.ts";
import { namesIn, spelled, textOf } from "../src/pacts/text.ts";

const WORDING = { ar: "نص", en: "Agreement \u2066K7\u2069 between \u2068East\u2069 and \u2068West\u2069.\nMore." };
const said = { expires_at: "2027-01-01T00:00:00Z", format: "deconflict.agreement/1", levels: { clauses: [], elsewhere: 2 }, parties: ["p1", "p2"], wording: WORDING };
const canonical = JSON.stringify(said);
const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("a text", () => {
  test("is read from what is signed", () => {
    const text = textOf({ canonical, digest: digestOf(canonical) });
    expect(text).toMatchObject({ level: 2, parties: ["p1", "p2"], wording: WORDING, digest: digestOf(canonical) });
    if (text !== null) expect([...namesIn(text)]).toEqual([["p1", "East"], ["p2", "West"]]);
  });

  test.each([
    ["another digest", canonical, digestOf("other")],
    ["not canonical", JSON.stringify({ zone: 1, ...said }), null],
    ["of another format", canonical.replace("agreement/1", "agreement/9"), null],
    ["no JSON", "{", null],
    ["a list", "[]", null],
  ])("with %s is none", (_, text, digest) => {
    expect(textOf({ canonical: text, digest: digest ?? digestOf(text) })).toBeNull();
  });

  test("is compared by eight groups of eight", () => {
    expect(spelled(digestOf(canonical)).split(" ")).toHaveLength(8);
  });
});

describe.each([["the browser's key", globalThis.crypto.subtle], ["a key of our own", undefined]])("%s", (_, subtle) => {
  test("signs so that anybody can check it, also after it was kept", async () => {
    const { privateKey, publicKey } = await makePair(subtle);
    await keepKey({ person: "me", id: "k", privateKey });
    const kept = await deviceKey("me");
    expect(kept?.id).toBe("k");
    const bytes = new TextEncoder().encode(canonical);
    const signature = await signWith(privateKey, bytes);
    expect(ed25519.verify(signature, bytes, publicKey)).toBe(true);
    expect(base64(publicKey)).toHaveLength(44);
    expect(await deviceKey("somebody else")).toBeNull();
  });
});
