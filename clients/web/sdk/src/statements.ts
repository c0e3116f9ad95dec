/**
 * What this client states about alerts, kept until the service has it: a cut line loses no statement.
 * Sends nothing itself. Numbers are those of one epoch; `clear` when it changes.
 */
import type { Fact } from "./wire.ts";

export interface Statement {
  readonly fact: Fact;
  readonly seq: number;
}

/**
 * `received` and `seen` are not confirmed. The service reads a socket in order, so when the second tick after sending
 * comes on the same socket, what was sent before the first one has been read.
 */
const CERTAIN_AFTER_TICKS = 2;

const nameOf = ({ fact, seq }: Statement): string => `${fact} ${seq}`;

export class Statements {
  readonly #owed = new Map<string, Statement>();
  readonly #sent = new Map<string, { statement: Statement; ticks: number }>();

  /** The alerts whose acknowledgement is not yet confirmed. */
  get acknowledged(): number[] {
    const all = [...this.#owed.values(), ...[...this.#sent.values()].map(({ statement }) => statement)];
    return all.filter(({ fact }) => fact === "acknowledge").map(({ seq }) => seq);
  }

  /** Owe this fact; stating it twice changes nothing. */
  state(statement: Statement): void {
    const name = nameOf(statement);
    if (!this.#sent.has(name)) this.#owed.set(name, statement);
  }

  /** What must be sent now; from here on it counts as sent. */
  takeOwed(): Statement[] {
    const owed = [...this.#owed.values()];
    for (const statement of owed) this.#sent.set(nameOf(statement), { statement, ticks: 0 });
    this.#owed.clear();
    return owed;
  }

  /** Count a heartbeat; what is certain by now is forgotten, except acknowledgements. */
  tick(): void {
    for (const [name, sent] of this.#sent) {
      sent.ticks += 1;
      if (sent.statement.fact !== "acknowledge" && sent.ticks >= CERTAIN_AFTER_TICKS) this.#sent.delete(name);
    }
  }

  /** Forget the acknowledgement of this alert: the service says that it stands, whoever gave it. */
  confirm(seq: number): void {
    const name = nameOf({ fact: "acknowledge", seq });
    this.#owed.delete(name);
    this.#sent.delete(name);
  }

  /** Owe everything again, in the order stated: what was sent may not have arrived. */
  lineLost(): void {
    const newer = [...this.#owed];
    this.#owed.clear();
    for (const [name, { statement }] of this.#sent) this.#owed.set(name, statement);
    for (const [name, statement] of newer) this.#owed.set(name, statement);
    this.#sent.clear();
  }

  clear(): void {
    this.#owed.clear();
    this.#sent.clear();
  }
}
