/** The scale beside the map: round, and as long as it says. */
import { expect, test } from "vitest";
import { scaleAt } from "../src/scale.ts";
import { distanceM } from "../src/sphere.ts";

test("a length is round, fits, and is no shorter than it has to be", () => {
  for (const lat of [-33, 0, 24, 32.9, 60]) {
    for (let zoom = 0; zoom <= 18; zoom += 0.37) {
      const { metres, px } = scaleAt(lat, zoom, 96);
      expect(["1", "2", "5"]).toContain(metres.toPrecision(1)[0]);
      expect(px).toBeLessThanOrEqual(96);
      expect(px).toBeGreaterThanOrEqual(38);
    }
  }
});

test("what is drawn that long is that far apart", () => {
  const [lat, zoom] = [32.9, 10];
  const { metres, px } = scaleAt(lat, zoom, 96);
  const degrees = (360 * px) / (512 * 2 ** zoom);
  const apart = distanceM([13, lat], [13 + degrees, lat]);
  expect(Math.abs(apart / metres - 1)).toBeLessThan(0.01);
});
