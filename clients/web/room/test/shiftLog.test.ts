/** The shift log as a file. */
import type { Alert } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { csv, logOf, withoutMarks } from "../src/shiftLog.ts";

const alert = (seq: number, acknowledged: Alert["acknowledged"]): Alert =>
  ({ seq, kind: "conflict", episode: 1, grade: "caution", released_at: `2026-12-01T08:0${seq}:00Z`, acknowledged }) as Alert;

test("the newest comes first, with whoever answered", () => {
  const answered = { by: "Room", at: "2026-12-01T08:05:00Z" };
  const log = logOf([alert(1, answered), alert(2, null)]);
  expect(log.map(({ seq, grade, answered: by }) => [seq, grade, by])).toEqual([
    [2, "caution", null],
    [1, "caution", answered],
  ]);
});

test("quotes and line breaks stay in their cell, and spreadsheets read Arabic", () => {
  expect(csv([["a", 'said "no"', "صقر\n1"]])).toBe('\uFEFF"a","said ""no""","صقر\n1"\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)"])("%s is no formula", (value) => {
  expect(csv([[value]])).toBe(`\uFEFF"'${value}"\r\n`);
});

test("marks for the screen do not get into the file", () => {
  expect(withoutMarks("\u2068Saqr 1\u2069 and \u2068Nakhla\u2069")).toBe("Saqr 1 and Nakhla");
});
