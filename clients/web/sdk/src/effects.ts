/** What the feed's state machine yields: events for the application, and what its shell has to do. Values only. */
import type { Alert, Cursor, FromClient, Moved, Picture, Receipt, Snoozed } from "./wire.ts";

export type RefreshReason = "first" | "not_recovered" | "new_epoch" | "went_back" | "agreement_changed" | "gap";

export type Event =
  /** The next alert of the feed, each once and in order. */
  | { readonly type: "alert"; readonly alert: Alert }
  /** Somebody of one's own side acknowledged an alert, on whichever device. */
  | { readonly type: "receipt"; readonly receipt: Receipt }
  | { readonly type: "moved"; readonly position: Moved }
  | { readonly type: "snoozed"; readonly snoozed: Snoozed }
  /** Throw away what was known and take this picture; alerts not yet handed on follow. */
  | { readonly type: "refreshed"; readonly picture: Picture; readonly reason: RefreshReason }
  /** The service no longer has these numbers of the feed; it was asked twice. */
  | { readonly type: "missing"; readonly epoch: string; readonly first: number; readonly last: number }
  /** The stream is true again: what follows is all there is after this place. */
  | { readonly type: "live"; readonly cursor: Cursor }
  /** The service's own time, at every heartbeat. */
  | { readonly type: "tick"; readonly at: string }
  /** The line is cut and being made again. Told once until the next `live`. */
  | { readonly type: "offline"; readonly code: number | null; readonly reason: string }
  /** Nothing was heard for so long: say so on the face of the application (ALR-07). */
  | { readonly type: "stale"; readonly silentMs: number }
  /** Nothing more can come until a person acts. */
  | { readonly type: "stopped"; readonly why: "signed_out" | "bad_message" };

export type Effect =
  | { readonly do: "deliver"; readonly event: Event }
  | { readonly do: "send"; readonly message: FromClient }
  | { readonly do: "hangUp"; readonly reason: string }
  /** Read the alerts after this place by HTTP and give them to `asked`. */
  | { readonly do: "askReceipts"; readonly after: Cursor };

/** What must be read by HTTP before connecting again. */
export type Need = { readonly read: "picture" } | { readonly read: "alerts"; readonly after: Cursor };

export const deliver = (event: Event): Effect => ({ do: "deliver", event });
