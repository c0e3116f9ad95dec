/** Which alerts still ask on this phone, and which are answered here and not sent. Pure. */
import { acknowledgementOf, type Entry, type Known, queue, type Waiting } from "@deconflict/sdk";

export interface Asking {
  readonly waiting: readonly Waiting[];
  /** The most urgent of them that rings here: whoever calls for help is not rung for their own call. */
  readonly ringing: Waiting | null;
  readonly answered: readonly Waiting[];
}

export function asking(known: Known, unsent: readonly Entry[], unit: string | null): Asking {
  const said = new Set(unsent.map(({ path }) => path));
  const isAnswered = ({ seqs }: Waiting): boolean =>
    seqs.every((seq) => said.has(acknowledgementOf(known.epoch ?? "", seq)));
  const isOwn = ({ alert }: Waiting): boolean => "sos" in alert && alert.unit !== null && alert.unit === unit;
  const all = queue(known.alerts.values());
  const open = all.filter((each) => !isAnswered(each));
  const [own, others] = [open.filter(isOwn), open.filter((each) => !isOwn(each))];
  return { waiting: [...others, ...own], ringing: others[0] ?? null, answered: all.filter(isAnswered) };
}
