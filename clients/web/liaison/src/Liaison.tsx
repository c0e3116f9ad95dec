/** What waits for an answer. */
import { AlertQueue, type Watch } from "@deconflict/ui";
import type { ReactNode } from "react";

export const Liaison = ({ watch }: { watch: Watch }): ReactNode => <AlertQueue watch={watch} />;
