/** One call at a time from a form: whether it is under way, and in which code it was refused. */
import { Fault, type FaultCode } from "@deconflict/sdk";
import { useState } from "react";

export interface Asking {
  readonly busy: boolean;
  readonly fault: FaultCode | null;
  /** Carry out; what it was refused for is kept to be shown. Returns the code of the refusal, null when it is done. */
  readonly run: (call: () => Promise<void>) => Promise<FaultCode | null>;
}

export function useAsking(): Asking {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);

  async function run(call: () => Promise<void>): Promise<FaultCode | null> {
    setBusy(true);
    setFault(null);
    try {
      await call();
      return null;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      setFault(error.code);
      return error.code;
    } finally {
      setBusy(false);
    }
  }
  return { busy, fault, run };
}
