/** What the room was told, who acknowledged it, and what it noted: the feed and the notes as rows that can be kept. Pure. */
import { type Alert, type Note, type Urgency, urgencyOf } from "@deconflict/sdk";

export interface Told {
  readonly is: "told";
  readonly key: string;
  readonly at: string;
  readonly seq: number;
  readonly alert: Alert;
  readonly grade: Urgency;
  /** Who answered and when; null while nobody has, or where nobody has to. */
  readonly answered: { readonly by: string; readonly at: string } | null;
}

/** A note, on record or still on this device. `at`: when it was written. */
export type Written = Pick<Note, "name" | "kind" | "text" | "about" | "called" | "answered_by" | "raised" | "at"> & {
  readonly key: string;
  readonly isSent: boolean;
};

export type Logged = Told | (Written & { readonly is: "written" });

/** The newest first, as it is read at the end of a shift. */
export function logOf(alerts: Iterable<Alert>, written: readonly Written[]): Logged[] {
  const rows = [...[...alerts].map(told), ...written.map((note): Logged => ({ ...note, is: "written" }))];
  return rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || numberOf(b) - numberOf(a));
}

const told = (alert: Alert): Logged => ({
  is: "told",
  key: `${alert.seq}`,
  seq: alert.seq,
  at: alert.released_at,
  alert,
  grade: urgencyOf(alert),
  answered: alert.acknowledged,
});

/** Of one moment alerts keep their order; a note comes after them. */
const numberOf = (row: Logged): number => (row.is === "told" ? row.seq : Number.MAX_SAFE_INTEGER);

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
