/**
 * What was told to somebody who gives it back: a page keeps a drawn line and hands it to the map again, a moment later,
 * when the next point may have been set already. Taken for a new line, what comes back late would undo that point. Pure.
 */
export class Echoes {
  #told: readonly string[] = [];

  tell(said: string): void {
    this.#told = [...this.#told, said];
  }

  /** Whether this is what was told, coming back; they come in the order in which they were told, and may skip some. */
  isEcho(said: string): boolean {
    const at = this.#told.indexOf(said);
    this.#told = this.#told.slice(at < 0 ? this.#told.length : at + 1);
    return at >= 0;
  }
}
