/**
 * What the phone keeps to open without the service: who is signed in, their unit, their patrols, the alerts that wait for
 * an answer. Each under its person: nobody else on this device is shown it, and signing out leaves nothing.
 */
import { type Alert, type Known, NOTHING, type Patrol, ringing, type Unit, type Who } from "@deconflict/sdk";
import type { Keeping } from "@deconflict/ui";

export type Storing = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface KeptPatrols {
  readonly unit: string;
  /** The device's time at which they were read. */
  readonly at: number;
  readonly patrols: readonly Patrol[];
}

interface KeptAlerts {
  readonly epoch: string;
  readonly at: string | null;
  readonly alerts: readonly Alert[];
}

interface Contents {
  readonly who: Who;
  readonly units: readonly Unit[];
  readonly unit: string;
  readonly patrols: KeptPatrols;
  readonly alerts: KeptAlerts;
  readonly sharing: boolean;
  /** The service's clock minus the device's, in milliseconds, as it was last. */
  readonly ahead: number;
}

const NAMES: readonly (keyof Contents)[] = ["who", "units", "unit", "patrols", "alerts", "sharing", "ahead"];
const named = (name: keyof Contents): string => `deconflict-mobile-${name}`;

export class Kept implements Keeping {
  readonly #storing: Storing;
  readonly #now: () => number;

  constructor(storing: Storing, now: () => number) {
    this.#storing = storing;
    this.#now = now;
  }

  who(): Who | null {
    const said = this.#storing.getItem(named("who"));
    const who = said === null ? null : (JSON.parse(said) as { value: Who }).value;
    if (who === null) return null;
    if (Date.parse(who.expires_at) > this.#now()) return who;
    this.remember(null);
    return null;
  }

  remember(who: Who | null): void {
    if (who === null) for (const name of NAMES) this.#storing.removeItem(named(name));
    else this.put(who, "who", who);
  }

  known(who: Who): Known {
    const kept = this.get(who, "alerts");
    if (kept === null) return NOTHING;
    const alerts = new Map(kept.alerts.map((alert) => [alert.seq, alert]));
    return { ...NOTHING, epoch: kept.epoch, at: kept.at, alerts };
  }

  keepAlerts(who: Who, { epoch, at, alerts }: Known): void {
    if (epoch === null) return;
    this.put(who, "alerts", { epoch, at, alerts: [...alerts.values()].filter(ringing) });
  }

  get<Name extends keyof Contents>(who: Who, name: Name): Contents[Name] | null {
    const said = this.#storing.getItem(named(name));
    if (said === null) return null;
    const { person, value } = JSON.parse(said) as { person: string; value: Contents[Name] };
    return person === who.person.id ? value : null;
  }

  put<Name extends keyof Contents>(who: Who, name: Name, value: Contents[Name]): void {
    try {
      this.#storing.setItem(named(name), JSON.stringify({ person: who.person.id, value }));
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      // The device is full: an old state must not pass for the present one.
      this.#storing.removeItem(named(name));
    }
  }
}
