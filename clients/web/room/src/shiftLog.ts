/** What the room was told, who acknowledged it, and when: the feed itself, as rows that can be printed and kept. Pure. */
import { type Alert, type Urgency, urgencyOf } from "@deconflict/sdk";

export interface Logged {
  readonly seq: number;
  readonly at: string;
  readonly alert: Alert;
  readonly grade: Urgency;
  /** Who answered and when; null while nobody has, or where nobody has to. */
  readonly answered: { readonly by: string; readonly at: string } | null;
}

/** The newest first, as it is read at the end of a shift. */
export const logOf = (alerts: Iterable<Alert>): Logged[] =>
  [...alerts]
    .sort((a, b) => b.seq - a.seq)
    .map((alert) => ({
      seq: alert.seq,
      at: alert.released_at,
      alert,
      grade: urgencyOf(alert),
      answered: alert.acknowledged,
    }));

const BYTE_ORDER_MARK = "\uFEFF";

/** Quoted as RFC 4180 has it. A cell that a spreadsheet would take for a formula stays a text. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A table as a file; the mark lets spreadsheets read Arabic. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

/** Marks that keep names apart in a line mean nothing in a file. */
export const withoutMarks = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, "");
