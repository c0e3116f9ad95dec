/** A page's title begins with how many alerts wait, so that they are seen from another page. */
import { expect, test } from "vitest";
import { titled } from "../src/i18n.ts";

test("a title says how many alerts wait, and nothing where none does", () => {
  expect(titled("Liaison desk", 2, "en")).toBe("(2) Liaison desk");
  expect(titled("Liaison desk", 0, "en")).toBe("Liaison desk");
  expect(titled("مكتب الارتباط", 3, "ar")).toBe(`(${new Intl.NumberFormat("ar-LY").format(3)}) مكتب الارتباط`);
});
