/** The signs on the map, drawn when they are first needed: their form says what it is, their colour the grade. */

export const SHAPES = ["unit", "heading", "old", "old-heading", "conflict", "encounter", "sos", "place"] as const;
export type Shape = (typeof SHAPES)[number];

/** Icons are drawn at twice the size, for sharp screens. */
export const PIXEL_RATIO = 2;
const SIZE = 64;
const MIDDLE = SIZE / 2;

export const iconName = (shape: Shape, colour: string, edge: string): string => [shape, colour, edge].join("|");

function shapeOf(name: string): Shape | undefined {
  return SHAPES.find((shape) => shape === name);
}

/** Draw a sign by its name; null when the name is none of ours. */
export function icon(name: string): ImageData | null {
  const [said = "", colour = "", edge = ""] = name.split("|");
  const shape = shapeOf(said);
  const pen = new OffscreenCanvas(SIZE, SIZE).getContext("2d");
  if (shape === undefined || pen === null) return null;
  pen.fillStyle = colour;
  pen.strokeStyle = edge;
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  draw(pen, shape, colour, edge);
  return pen.getImageData(0, 0, SIZE, SIZE);
}

function draw(pen: OffscreenCanvasRenderingContext2D, shape: Shape, colour: string, edge: string): void {
  switch (shape) {
    case "heading":
    case "old-heading":
      polygon(pen, [[MIDDLE, 2], [MIDDLE + 12, 20], [MIDDLE - 12, 20]]);
      return disc(pen, shape === "old-heading", colour, edge);
    case "unit":
    case "old":
      return disc(pen, shape === "old", colour, edge);
    case "conflict":
      return polygon(pen, [[MIDDLE, 4], [SIZE - 4, MIDDLE], [MIDDLE, SIZE - 4], [4, MIDDLE]]);
    case "encounter":
      polygon(pen, [[4, 12], [MIDDLE, MIDDLE], [4, SIZE - 12]]);
      return polygon(pen, [[SIZE - 4, 12], [MIDDLE, MIDDLE], [SIZE - 4, SIZE - 12]]);
    case "sos":
      return polygon(pen, [[20, 4], [44, 4], [60, 20], [60, 44], [44, 60], [20, 60], [4, 44], [4, 20]]);
    case "place":
      return polygon(pen, [[16, 16], [48, 16], [48, 48], [16, 48]]);
  }
}

function polygon(pen: OffscreenCanvasRenderingContext2D, corners: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo(x, y);
  pen.closePath();
  pen.stroke();
  pen.fill();
}

/** A unit that is heard is a full disc; an old one a dashed ring: it was there, and may be elsewhere. */
function disc(pen: OffscreenCanvasRenderingContext2D, old: boolean, colour: string, edge: string): void {
  pen.beginPath();
  pen.arc(MIDDLE, MIDDLE, 14, 0, 2 * Math.PI);
  if (!old) {
    pen.stroke();
    pen.fill();
    return;
  }
  pen.fillStyle = edge;
  pen.fill();
  pen.strokeStyle = colour;
  pen.setLineDash([8, 6]);
  pen.stroke();
}
