/** When the bar over a page says that alerts wait: while the gravest of them cannot be seen, and without flickering. */
import { expect, test } from "vitest";
import { isAway, under } from "../src/away.ts";

test("an alert that is nowhere on the screen is away, and one that is half on it is not", () => {
  expect(isAway(false, { ofCard: 0, ofScreen: 0 })).toBe(true);
  expect(isAway(true, { ofCard: 0.5, ofScreen: 0.1 })).toBe(false);
});

test("between the two it stays as it was, since the bar itself moves the card", () => {
  for (const before of [true, false]) expect(isAway(before, { ofCard: 0.3, ofScreen: 0.2 })).toBe(before);
});

test("a card that is higher than the screen is seen once it fills much of it", () => {
  expect(isAway(true, { ofCard: 0.2, ofScreen: 0.9 })).toBe(false);
});

const BAR = { top: 0, bottom: 70 };

test.each([
  [{ top: 30, bottom: 78 }, 40],
  [{ top: -20, bottom: 28 }, 90],
  [{ top: 70, bottom: 118 }, 0],
  [{ top: -400, bottom: -352 }, 0],
])("a field at %o has to come down by %i to be clear of the bar", (field, by) => {
  expect(under(field, BAR)).toBe(by);
});
