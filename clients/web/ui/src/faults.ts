/** A code that came from the service, as one that there are words for. */
import { type FaultCode, PROBLEM_CODES } from "@deconflict/sdk";

export const codeOf = (code: string): FaultCode => PROBLEM_CODES.find((name) => name === code) ?? "unknown";
