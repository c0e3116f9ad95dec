/** The key of web push, as browsers take it. */
import { expect, test } from "vitest";
import { keyBytes } from "../src/more/waking.ts";

test("the service's key is read by the alphabet of addresses", () => {
  expect([...keyBytes("-_8A")]).toEqual([251, 255, 0]);
  expect(keyBytes("BOkL3yFh3cVw5kZ0oJx3yB1w8mM0hUu5vXq2sT7rQ9pN4dG6eF1aC8bI2jK5lO3nR7tV0xZ4yA6wE9uH1iJ3kM").length).toBe(64);
});
