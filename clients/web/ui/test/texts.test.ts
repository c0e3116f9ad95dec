/** The words of every package in both languages: each is there twice, and Arabic counts as Arabic does. */
import { createInstance } from "i18next";
import { describe, expect, test } from "vitest";
import { AR } from "../src/texts/ar.ts";

const PLURAL = /_(zero|one|two|few|many|other)$/;
const ALL_SIX = ["zero", "one", "two", "few", "many", "other"];

function names(texts: object, under = ""): [string, string][] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "string" ? [[under + name, text] as [string, string]] : names(text as object, `${under}${name}.`),
  );
}

const of = (packages: Record<string, unknown>): Map<string, string> =>
  new Map(Object.entries(packages).flatMap(([path, words]) => names(words as object, `${path.split("/")[2]}: `)));

const english = of(import.meta.glob("../../*/src/texts/en.ts", { eager: true, import: "EN" }));
const arabic = of(import.meta.glob("../../*/src/texts/ar.ts", { eager: true, import: "AR" }));
const counted = [...new Set([...arabic.keys()].filter((name) => PLURAL.test(name)).map((name) => name.replace(PLURAL, "")))];
const plain = (all: ReadonlyMap<string, string>) => new Set([...all.keys()].map((name) => name.replace(PLURAL, "")));
const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).filter((name) => name !== "count").sort();

test("both languages have the same words", () => {
  expect(plain(arabic)).toEqual(plain(english));
});

test.each(counted)("%s is counted in all six ways", (name) => {
  for (const form of ALL_SIX) expect(arabic.has(`${name}_${form}`), `${name}_${form}`).toBe(true);
});

test("nothing in Arabic was left in English, and what is filled in is the same", () => {
  for (const [name, text] of arabic) {
    expect(text.replaceAll(/{{\w+}}/g, ""), name).not.toMatch(/[A-Za-z]/);
    const twin = english.get(name) ?? english.get(name.replace(PLURAL, "_other"));
    expect(holes(text), name).toEqual(holes(twin ?? ""));
  }
});

describe("Arabic numbers", () => {
  const i18n = createInstance();
  void i18n.init({ lng: "ar", resources: { ar: { translation: AR } }, initAsync: false });
  test.each([
    [1, "دقيقة"],
    [2, "دقيقتين"],
    [3, "3 دقائق"],
    [11, "11 دقيقة"],
    [100, "100 دقيقة"],
  ])("%i minutes", (count, said) => {
    expect(i18n.t("ago.minutes", { count })).toBe(said);
  });
});
