/** The room: who waits for an answer, and which units are heard. */
import { AlertQueue, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";
import { Units } from "./Units.tsx";

export function Room({ watch }: { watch: Watch }): ReactNode {
  return (
    <>
      <AlertQueue watch={watch} />
      <Units watch={watch} />
    </>
  );
}
