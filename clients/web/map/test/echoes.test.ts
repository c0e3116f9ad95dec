/** A line that comes back late is not somebody's new line. */
import { expect, test } from "vitest";
import { Echoes } from "../src/echoes.ts";

function told(...lines: string[]): Echoes {
  const echoes = new Echoes();
  for (const line of lines) echoes.tell(line);
  return echoes;
}

test("what was told comes back late, one after the other or skipping some", () => {
  const echoes = told("a", "ab", "abc", "abcd");
  expect(["a", "abc", "abcd"].map((line) => echoes.isEcho(line))).toEqual([true, true, true]);
});

test("the same line later, when all came back, is somebody's own", () => {
  const echoes = told("a", "ab");
  expect(["ab", "a"].map((line) => echoes.isEcho(line))).toEqual([true, false]);
});

test("after somebody's own line nothing is waited for any more", () => {
  const echoes = told("a", "ab");
  expect(["x", "ab"].map((line) => echoes.isEcho(line))).toEqual([false, false]);
});
