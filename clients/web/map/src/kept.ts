/** Which of the operator's layers somebody switched on, kept on the device. */
const KEPT = "deconflict-map-layers";

export function switchedOn(): ReadonlySet<string> {
  const kept = localStorage.getItem(KEPT);
  return new Set(kept === null ? [] : kept.split(" "));
}

/** Names of maps have no blanks. */
export const keepSwitchedOn = (names: ReadonlySet<string>): void =>
  names.size === 0 ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, [...names].join(" "));
