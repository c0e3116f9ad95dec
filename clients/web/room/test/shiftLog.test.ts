/** The shift log as a file. */
import type { Alert } from "@deconflict/sdk";
import { expect, test } from "vitest";
import { csv, logOf, withoutMarks, type Written } from "../src/shiftLog.ts";

const alert = (seq: number, acknowledged: Alert["acknowledged"]): Alert =>
  ({ seq, kind: "conflict", episode: 1, grade: "caution", released_at: `2026-12-01T08:0${seq}:00Z`, acknowledged }) as Alert;

const note = (key: string, at: string, isSent = true): Written =>
  ({ key, at, isSent, name: "Room", kind: "note", text: key, about: null, called: null, answered_by: null, raised: null });

test("the newest comes first, with whoever answered", () => {
  const answered = { by: "Room", at: "2026-12-01T08:05:00Z" };
  const log = logOf([alert(1, answered), alert(2, null)], []);
  expect(log).toMatchObject([
    { is: "told", seq: 2, grade: "caution", answered: null },
    { is: "told", seq: 1, grade: "caution", answered },
  ]);
});

test("notes stand where they were written, those that wait to be sent too, and after the alert of the same moment", () => {
  const log = logOf(
    [alert(1, null), alert(2, null)],
    [note("waiting", "2026-12-01T08:02:30.5Z", false), note("between", "2026-12-01T08:01:00Z")],
  );
  expect(log.map(({ key }) => key)).toEqual(["waiting", "2", "between", "1"]);
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
