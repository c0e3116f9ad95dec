/**
 * A photo as it is sent: drawn anew, upright and small enough for a bad line. What the camera wrote into the file stays on
 * the phone: a drawing has no place, no time and no device.
 */
export const LONGEST_PX = 1600;
const QUALITY = 0.8;
const SENT_AS = "image/jpeg";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The same shape, no side longer than that, and never larger than it was. */
export function fitted({ width, height }: Size, longest: number = LONGEST_PX): Size {
  const by = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** The file is no image that this browser shows. */
export class NoPhoto extends Error {
  override readonly name = "NoPhoto";
}

/** Draw an image into a canvas, which gets its size. */
export async function draw(file: Blob, into: HTMLCanvasElement, longest: number): Promise<void> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file);
  } catch {
    throw new NoPhoto();
  }
  const { width, height } = fitted(image, longest);
  into.width = width;
  into.height = height;
  into.getContext("2d")?.drawImage(image, 0, 0, width, height);
  image.close();
}

export async function shrunk(file: Blob): Promise<Blob> {
  const canvas = document.createElement("canvas");
  await draw(file, canvas, LONGEST_PX);
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, SENT_AS, QUALITY));
  if (drawn === null) throw new NoPhoto();
  return drawn;
}
