/** The photos of a report: taken with the phone's camera or chosen, shown small, and taken away again. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { draw, NoPhoto, shrunk } from "./photo.ts";

interface Showing {
  readonly photos: readonly Blob[];
  readonly set: (change: (photos: readonly Blob[]) => readonly Blob[]) => void;
}

/** As many as the service keeps of an incident. */
const MOST = 6;
const PREVIEW_PX = 320;

export function Photos({ photos, set }: Showing): ReactNode {
  const { t } = useTranslation("mobile");
  const { t: said } = useTranslation();
  const [none, setNone] = useState(false);

  async function take(files: FileList | null): Promise<void> {
    const file = files?.[0];
    if (file === undefined) return;
    try {
      const photo = await shrunk(file);
      setNone(false);
      // Another may have been drawn meanwhile.
      set((before) => [...before, photo].slice(0, MOST));
    } catch (fault) {
      if (!(fault instanceof NoPhoto)) throw fault;
      setNone(true);
    }
  }

  return (
    <>
      {photos.length > 0 && (
        <ul className="photos">
          {photos.map((photo, index) => (
            <li key={index}>
              <Preview photo={photo} label={t("report.photo", { number: index + 1 })} />
              <Button
                className="button"
                aria-label={t("report.removePhoto", { number: index + 1 })}
                onPress={() => set((before) => before.filter((each) => each !== photo))}
              >
                {t("report.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {photos.length < MOST && (
        <label className="button huge camera">
          {t("report.takePhoto")}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            onChange={({ target }) => {
              void take(target.files);
            }}
          />
        </label>
      )}
      {none && <p className="fault" role="alert">{said("faults.photo_refused")}</p>}
    </>
  );
}

/** Drawn, since the page's policy lets no image in that is not the service's. */
function Preview({ photo, label }: { photo: Blob; label: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current !== null) void draw(photo, canvas.current, PREVIEW_PX);
  }, [photo]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
