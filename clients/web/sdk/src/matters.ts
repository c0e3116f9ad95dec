/**
 * The calls about what one is told of a patrol of one's own: an overlap, or from level 3 on a conflict. What is said
 * about it goes by the outbox; questions are asked at once, since their answer is waited for.
 */
import { type Api, Fault } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { Conflict, Meeting, Proposal, Proposing, Rendezvous, SaidMessage, Shift, Words } from "./wire.ts";

export type MatterKind = "overlaps" | "conflicts";

export interface MatterName {
  readonly kind: MatterKind;
  readonly id: string;
}

type Change = Pick<Entry, "method" | "path" | "body">;
const post = (path: string, body?: unknown): Change => ({ method: "POST", path, body });
const at = ({ kind, id }: MatterName): string => `/v1/${kind}/${encodeURIComponent(id)}`;

export const conflictWith = (api: Api, id: string): Promise<Conflict> => api.json("GET", at({ kind: "conflicts", id }));

/** What both ends said, the newest first. */
export async function messagesAbout(api: Api, matter: MatterName): Promise<readonly SaidMessage[]> {
  return (await api.json<{ messages: SaidMessage[] }>("GET", `${at(matter)}/messages`)).messages;
}

export async function proposalsAbout(api: Api, matter: MatterName): Promise<readonly Proposal[]> {
  return (await api.json<{ proposals: Proposal[] }>("GET", `${at(matter)}/proposals`)).proposals;
}

export async function rendezvousOf(api: Api): Promise<readonly Rendezvous[]> {
  return (await api.json<{ rendezvous: Rendezvous[] }>("GET", "/v1/rendezvous")).rendezvous;
}

/** What was asked last about an overlap, with its answer once there is one; null when nothing was. */
export async function shiftOf(api: Api, overlap: string): Promise<Shift | null> {
  try {
    return await api.json("GET", `${at({ kind: "overlaps", id: overlap })}/shift`);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === "not_found") return null;
    throw fault;
  }
}

export const askShift = (api: Api, overlap: string): Promise<Shift> =>
  api.json("POST", `${at({ kind: "overlaps", id: overlap })}/shift`);

/** Never consent (ALR-03). */
export const acknowledgingMatter = (matter: MatterName): Change => post(`${at(matter)}/acknowledge`);
/** A conflict as it is; over once both sides have. */
export const acceptingConflict = (id: string): Change => post(`${at({ kind: "conflicts", id })}/accept`);
export const saying = (matter: MatterName, words: Words): Change => post(`${at(matter)}/messages`, words);
export const proposing = (matter: MatterName, said: Proposing): Change => post(`${at(matter)}/proposals`, said);
export const meeting = (matter: MatterName, where: Meeting): Change => post(`${at(matter)}/rendezvous`, where);

export const answeringProposal = (id: string, answer: "accept" | "refuse" | "withdraw", overlap: string | null): Change =>
  post(`/v1/proposals/${encodeURIComponent(id)}/${answer}`, answer === "accept" ? { overlap } : undefined);

export const confirmingRendezvous = (id: string, patrol: string | null): Change =>
  post(`/v1/rendezvous/${encodeURIComponent(id)}/confirm`, { patrol });
export const endingRendezvous = (id: string): Change => post(`/v1/rendezvous/${encodeURIComponent(id)}/end`);
