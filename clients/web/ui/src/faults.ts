/** A code that came from the service, or of a line that is cut, as one that there are words for. */
import { type FaultCode, PROBLEM_CODES } from "@deconflict/sdk";

export const codeOf = (code: string): FaultCode => (code === "unreachable" ? code : PROBLEM_CODES.find((name) => name === code)) ?? "unknown";
