/** Browsers are called what people call them. */
import { expect, test } from "vitest";
import { programOf } from "../src/account/agent.ts";

const MOZILLA = "Mozilla/5.0";
const LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";

test.each([
  [`${MOZILLA} (X11; Linux x86_64) ${LIKE_CHROME} Safari/537.36`, "Chrome, Linux"],
  [`${MOZILLA} (Windows NT 10.0) ${LIKE_CHROME} Safari/537.36 Edg/140.0`, "Edge, Windows"],
  [`${MOZILLA} (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0`, "Firefox, Android"],
  [`${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1`, "Safari, iPhone"],
  ["python-httpx/2.16", "python-httpx/2.16"],
  ["", ""],
])("%s", (agent, said) => {
  expect(programOf(agent)).toBe(said);
});
