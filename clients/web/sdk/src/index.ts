/** Everything of the SDK that pages use. */
export * from "./agreements.ts";
export { acknowledgementOf, Api, Fault, type FaultCode } from "./api.ts";
export { visitors } from "./demonstration.ts";
export type { Event } from "./effects.ts";
export { Line, type Socket, type World } from "./line.ts";
export { BROWSER, newKey } from "./browser.ts";
export * from "./crew.ts";
export { type Entry, Outbox, type Outcome, type Refused, type Store } from "./outbox.ts";
export { liaisons, onDuty } from "./calling.ts";
export * from "./matters.ts";
export { mapReader, type ReadBytes, readMaps } from "./maps.ts";
export { fold, type Known, type KnownConflict, moved, NOTHING, type Stream } from "./picture.ts";
export * from "./patrols.ts";
export { KEYS } from "./keys.ts";
export * from "./sign_in.ts";
export { happensAt, matterOf, queue, type Urgency, urgencyOf, type Waiting } from "./queue.ts";
export { DatabaseStore, MemoryStore, type Waits } from "./stores.ts";
export * from "./wire.ts";
