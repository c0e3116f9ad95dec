/**
 * The service's words as types: the only file that reads what is generated. Everybody else imports from here.
 * Decides one thing: whether a text from the socket is a message at all.
 */
import type { components as Http } from "./generated/http.ts";
import type { components as Live } from "./generated/live.ts";

export { PROBLEM_CODES, type ProblemCode } from "./generated/problems.ts";

type Message = Live["schemas"];
type Body = Http["schemas"];

export type OverlapAlert = Message["OverlapAlert"];
export type ConflictAlert = Message["ConflictAlert"];
export type EncounterAlert = Message["EncounterAlert"];
export type OverdueAlert = Message["OverdueAlert"];
export type SosAlert = Message["SosAlert"];
export type HaltAlert = Message["HaltAlert"];
export type IncidentAlert = Message["IncidentAlert"];
export type WithheldAlert = Message["WithheldAlert"];
export type Alert =
  | OverlapAlert
  | ConflictAlert
  | EncounterAlert
  | OverdueAlert
  | SosAlert
  | HaltAlert
  | IncidentAlert
  | WithheldAlert
  | Message["ReviewAlert"]
  | Message["MessageAlert"]
  | Message["ProposalAlert"]
  | Message["PatrolAlert"]
  | Message["ZoneAlert"]
  | Message["RendezvousAlert"]
  | Message["JointPatrolAlert"]
  | Message["SuspensionAlert"]
  | Message["GlassAlert"]
  | Message["EscalationAlert"];
export type AlertKind = Message["AlertKind"];
export type Grade = Message["Grade"];

export type Welcome = Message["WelcomeOut"];
export type Tick = Message["TickOut"];
export type Receipt = Message["ReceiptOut"];
export type Snoozed = Message["SnoozedOut"];
export type Moved = Message["PositionMessageOut"];
export type Refusal = Message["ErrorOut"];
export type FromServer =
  Welcome | Alert | Tick | Receipt | Snoozed | Moved | Refusal | Message["StoredOut"] | Message["RefusedOut"];
export type FromClient = Message["HelloIn"] | Message["StatementIn"];
export type Fact = Message["StatementIn"]["type"];

export type Picture = Body["PictureOut"];
export type Overlap = Body["OverlapOut"];
export type Conflict = Body["ConflictOut"];
export type Position = Body["PositionOut"];
/** A page of one's own feed. HTTP and the socket send the same bodies, so they have one type. */
export type Feed = Omit<Body["FeedOut"], "alerts"> & { alerts: Alert[] };
export type Who = Body["WhoOut"];
export type Role = Body["Role"];
export type Ways = Body["WaysOut"];
export type Visitor = Body["VisitorOut"];
export type Party = Body["PartyOut"];

export type OpenSession = Body["OpenSessionOut"];
export type ListedDevice = Body["ListedDeviceOut"];
export type OwnDevice = Body["OwnOfferedOut"];
export type FactorState = Body["FactorStateOut"];
export type FactorOffer = Body["FactorOfferedOut"];
export type Proof = Body["ProofIn"];
export type Passkey = Body["PasskeyOut"];
export type Passkeys = Body["PasskeysOut"];
export type PasskeyOffer = Body["PasskeyOfferedOut"];
export type Challenge = Body["ChallengeOut"];
export type MadePasskey = Omit<Body["PasskeyIn"], "name">;
export type SignedChallenge = Body["AssertedIn"];
export type Unit = Body["UnitOut"];
export type CrewMember = Body["CrewOut"];
export type KnownPlace = Body["deconflict__api__wire_places__PlaceOut"];
export type FoundPlaces = Body["PlacesOut"];

export type Plan = Body["PlanIn"];
export type Patrol = Body["PatrolOut"];
export type PatrolState = Body["PatrolState"];
export type PatrolClass = Body["PatrolClass"];
export type PatrolMove = Body["Move"];
export type Registered = Body["RegisteredOut"];
export type OwnFinding = Body["OwnFindingOut"];

export type Words = Body["MessageIn"];
export type SaidMessage = Body["MessageOut"];
export type Proposal = Body["ProposalOut"];
export type Proposing = Body["ProposalIn"];
export type Shift = Body["ShiftOut"];
export type Rendezvous = Body["RendezvousOut"];
export type Meeting = Body["RendezvousAboutIn"];

export type Agreement = Body["AgreementOut"];
export type Level = Body["HoldingOut"]["elsewhere"];
export type Levels = Body["LevelsIn"];
export type Holding = Body["HoldingOut"];
export type Key = Body["KeyOut"];
export type LedgerEntry = Body["EntryOut"];

export type Octant = Message["Octant"];
export type Sos = Body["SosOut"];
export type SosCall = Body["SosIn"];
export type Incident = Body["IncidentOut"];
export type IncidentReport = Body["IncidentIn"];
export type Observation = Body["ObservationOut"];
export type IncidentKind = Body["IncidentKind"];
export type Severity = Body["Severity"];
export type Confidence = Body["Confidence"];
export type Photo = Body["PhotoOut"];
export type Fix = Body["FixIn"];
export type Fixes = Body["PositionsIn"];
export type Reported = Body["ReportedOut"];
export type Subscription = Body["SubscriptionOut"];
export type Subscriptions = Body["SubscriptionsOut"];
export type MapFile = Body["MapOut"];
export type ZoneKind = Body["ZoneKind"];
export type OnDuty = Body["DutyOut"];
export type Liaison = Body["LiaisonOut"];
export type Tracks = Body["TracksOut"];
export type Present = Body["PresenceOut"];
export type MatterTold = Body["MatterToldOut"];
export type SideTold = Body["SideToldOut"];
export type Note = Body["NoteOut"];
export type Noting = Body["NoteIn"];
export type Raised = NonNullable<Note["raised"]>;
export type NotedMatter = Body["MatterKind"];
export type Zone = Body["ZoneOut"];
export type SharedPlan = Body["SharedPlanOut"];

/** A place in one's own feed: numbers mean something only together with their epoch (IDN-05). */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** What came was no message of `deconflict.v1`; it may have been an alert, so the connection has to end. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/** Read a text from the socket. The service is trusted with the fields of its messages, not with their being any. */
export function message(raw: unknown): FromServer {
  if (typeof raw !== "string") throw new Unreadable("not a text");
  let said: unknown;
  try {
    said = JSON.parse(raw);
  } catch {
    throw new Unreadable("not JSON");
  }
  if (typeof said !== "object" || said === null || !("type" in said) || typeof said.type !== "string") {
    throw new Unreadable("without a type");
  }
  if (said.type === "alert") requireNumbered(said);
  return said as FromServer;
}

function requireNumbered(said: object): void {
  const numbered = "epoch" in said && typeof said.epoch === "string" && "seq" in said && Number.isSafeInteger(said.seq);
  if (!numbered) throw new Unreadable("an alert without its number");
}

/** Whether an alert asks for an answer and nobody has given one. */
export const ringing = (alert: Alert): boolean => alert.rings && alert.acknowledged === null;

export const isOverlap = (alert: Alert): alert is OverlapAlert => "advice" in alert;
export const isConflict = (alert: Alert): alert is ConflictAlert => "episode" in alert;
export const isEncounter = (alert: Alert): alert is EncounterAlert => "sight" in alert;
export const isSos = (alert: Alert): alert is SosAlert => "sos" in alert;
export const isHalt = (alert: Alert): alert is HaltAlert => "halt" in alert;
export const isIncident = (alert: Alert): alert is IncidentAlert => "incident" in alert;
export const isOverdue = (alert: Alert): alert is OverdueAlert => "beyond_reach" in alert;
