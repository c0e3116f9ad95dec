/** Which alerts still ask on this phone, and which are answered here and not sent. Pure. */
import { acknowledgementOf, type Entry, type Known, queue, type Waiting } from "@deconflict/sdk";

export interface Asking {
  readonly waiting: readonly Waiting[];
  readonly answered: readonly Waiting[];
}

export function asking(known: Known, unsent: readonly Entry[]): Asking {
  const said = new Set(unsent.map(({ path }) => path));
  const isAnswered = ({ seqs }: Waiting): boolean =>
    seqs.every((seq) => said.has(acknowledgementOf(known.epoch ?? "", seq)));
  const all = queue(known.alerts.values());
  return { waiting: all.filter((each) => !isAnswered(each)), answered: all.filter(isAnswered) };
}
