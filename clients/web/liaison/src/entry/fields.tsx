/** Fields of an entry: a moment, a number, a choice; each with its label and its value as the draft has it. */
import { type ReactNode, useId } from "react";
import { apart } from "@deconflict/ui";
import { Input, Label, TextField } from "react-aria-components";
import { useReader } from "../desk.ts";
import { fieldOf, momentOf, readField, zoneOf } from "../when.ts";

interface Labelled<T> {
  /** Where it is gone to by name. */
  readonly name?: string | undefined;
  readonly label: string;
  readonly value: T;
  readonly change: (value: T) => void;
}

export function MomentField({ name, label, value, change }: Labelled<number | null>): ReactNode {
  const own = useId();
  const id = name ?? own;
  const reader = useReader();
  const { zone } = reader;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        step={60}
        aria-describedby={`${id}-said`}
        value={fieldOf(value, zone)}
        onChange={({ target }) => change(readField(target.value, zone))}
      />
      {/* Browsers write a field's date in their own order and say no zone: 12/01 is not January to everybody. */}
      <small id={`${id}-said`} className="soft">{value !== null && `${apart(momentOf(value, reader))} ${apart(zoneOf(value, reader))}`}</small>
    </div>
  );
}

interface Numbered extends Labelled<number> {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export function NumberField({ name, label, value, change, least, most, step }: Numbered): ReactNode {
  const own = useId();
  const id = name ?? own;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        min={least}
        max={most}
        step={step}
        value={Number.isNaN(value) ? "" : value}
        onChange={({ target }) => change(target.value === "" ? Number.NaN : Number(target.value))}
      />
    </div>
  );
}

interface Choice<T extends string> extends Labelled<T> {
  readonly options: readonly (readonly [T, string])[];
}

export function ChoiceField<T extends string>({ name, label, value, change, options }: Choice<T>): ReactNode {
  const own = useId();
  const id = name ?? own;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find(([option]) => option === target.value);
          if (chosen !== undefined) change(chosen[0]);
        }}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export function WordsField({ label, value, change }: Labelled<string>): ReactNode {
  return (
    <TextField className="field" value={value} onChange={change}>
      <Label>{label}</Label>
      <Input dir="auto" maxLength={500} />
    </TextField>
  );
}
