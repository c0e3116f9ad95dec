/** Rings while an alert waits: tones made by the browser itself, and the phone's own shaking. `tunes` is pure. */
import type { Urgency } from "@deconflict/sdk";

export interface Tune {
  /** Each tone: after how many seconds, how high, how long. */
  readonly tones: readonly { readonly at: number; readonly hz: number; readonly s: number }[];
  /** Milliseconds of shaking and stillness, in turns. */
  readonly shakes: readonly number[];
  readonly everyMs: number;
}

const beep = (at: number, hz: number, s = 0.18) => ({ at, hz, s });

/** What each urgency sounds like: told apart by ear alone. */
export const TUNES: Readonly<Record<Urgency, Tune>> = {
  critical: {
    tones: [beep(0, 880), beep(0.25, 1320), beep(0.5, 880), beep(0.75, 1320), beep(1, 1320, 0.4)],
    shakes: [400, 150, 400, 150, 600],
    everyMs: 2500,
  },
  caution: { tones: [beep(0, 740), beep(0.3, 740)], shakes: [300, 200, 300], everyMs: 6000 },
  advisory: { tones: [beep(0, 587, 0.3)], shakes: [200], everyMs: 20_000 },
};

const LOUD = 0.6;

export class Bell {
  #sound: AudioContext | null = null;
  #rings: Urgency | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Browsers let a page sound only after somebody touched it; called from a touch. */
  async wake(): Promise<boolean> {
    this.#sound ??= new AudioContext();
    // Without a touch this never settles, so it is not waited for.
    void this.#sound.resume();
    await new Promise((done) => setTimeout(done, 50));
    return this.canSound;
  }

  get canSound(): boolean {
    return this.#sound?.state === "running";
  }

  ring(urgency: Urgency | null): void {
    if (urgency === this.#rings) return;
    this.#rings = urgency;
    clearInterval(this.#timer);
    if (urgency === null) {
      navigator.vibrate?.(0);
      return;
    }
    const tune = TUNES[urgency];
    this.#play(tune);
    this.#timer = setInterval(() => this.#play(tune), tune.everyMs);
  }

  #play({ tones, shakes }: Tune): void {
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.([...shakes]);
    const sound = this.#sound;
    if (sound?.state !== "running") return;
    for (const { at, hz, s } of tones) {
      const [tone, loudness] = [sound.createOscillator(), sound.createGain()];
      tone.type = "square";
      tone.frequency.value = hz;
      const begin = sound.currentTime + at;
      loudness.gain.setValueAtTime(LOUD, begin);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + s);
      tone.connect(loudness).connect(sound.destination);
      tone.start(begin);
      tone.stop(begin + s);
    }
  }
}
