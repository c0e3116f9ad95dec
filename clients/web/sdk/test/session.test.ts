/** The feed's state machine: every alert once and in order, whatever the line does. */
import { describe, expect, test } from "vitest";
import { FeedSession } from "../src/session.ts";
import { alert, delivered, example, hear, live, page, picture, sent, seqs, STALE_AFTER_MS, welcome } from "./feeding.ts";
import type { Receipt, Snoozed } from "../src/wire.ts";

const TICK = { type: "tick", at: "2026-12-01T08:00:05Z" } as const;

describe("beginning", () => {
  test("a new page reads the picture, then the alerts up to it, then says hello from there", () => {
    const session = new FeedSession(null, STALE_AFTER_MS, 0);
    expect(session.need).toEqual({ read: "picture" });
    expect(delivered(session.pictured(picture(2)))).toMatchObject([{ type: "refreshed", reason: "first" }]);
    expect(session.need).toEqual({ read: "alerts", after: { epoch: "e1", seq: 0 } });
    expect(seqs(session.caughtUp(page([1, 2])))).toEqual([1, 2]);
    session.caughtUp(page([]));
    expect(session.need).toBeNull();
    expect(sent(session.connected(0))).toEqual([{ type: "hello", epoch: "e1", after: 2 }]);
  });

  test("of a long feed only the newest thousand alerts are read", () => {
    const session = new FeedSession(null, STALE_AFTER_MS, 0);
    session.pictured(picture(2500));
    expect(session.need).toEqual({ read: "alerts", after: { epoch: "e1", seq: 1500 } });
  });

  test("a welcome makes it live and fresh", () => {
    const session = live();
    expect(session.phase).toBe("live");
    expect(session.fresh).toBe(true);
  });

  test("an alert before the welcome ends the connection", () => {
    const session = live();
    session.closed(1006, "");
    session.connected(0);
    expect(hear(session, alert(1))).toEqual([{ do: "hangUp", reason: "alert before welcome" }]);
  });
});

describe("alerts (ALR-01)", () => {
  test("are handed on in order, and their receipt is stated", () => {
    const session = live();
    const effects = [...hear(session, alert(1)), ...hear(session, alert(2))];
    expect(seqs(effects)).toEqual([1, 2]);
    expect(sent(effects)).toEqual([
      { type: "received", epoch: "e1", seq: 1 },
      { type: "received", epoch: "e1", seq: 2 },
    ]);
  });

  test("that are repeated are dropped", () => {
    const session = live(2);
    expect(hear(session, alert(2))).toEqual([]);
  });

  test("that leave a gap end the connection, and nothing after it is handed on", () => {
    const session = live(1);
    expect(hear(session, alert(3))).toEqual([{ do: "hangUp", reason: "alert 3 came after 1" }]);
    expect(hear(session, alert(4))).toEqual([]);
    session.closed(1000, "");
    expect(sent(session.connected(0))).toEqual([{ type: "hello", epoch: "e1", after: 1 }]);
  });

  test("that leave the same gap twice are read by HTTP, and what is gone is said", () => {
    const session = live(1);
    hear(session, alert(3));
    session.closed(1000, "");
    welcome(session);
    hear(session, alert(3));
    session.closed(1000, "");
    expect(delivered(session.pictured(picture(4)))).toMatchObject([{ reason: "gap" }]);
    const effects = session.caughtUp(page([3, 4]));
    expect(delivered(effects)[0]).toEqual({ type: "missing", epoch: "e1", first: 2, last: 2 });
    expect(seqs(effects)).toEqual([3, 4]);
  });
});

describe("epochs (IDN-05)", () => {
  test("a welcome that did not recover means: read the picture again", () => {
    const session = live(3);
    session.closed(1006, "");
    expect(welcome(session, "e2", false)).toEqual([{ do: "hangUp", reason: "the feed has to be read again" }]);
    expect(session.need).toEqual({ read: "picture" });
    expect(delivered(session.pictured(picture(1, "e2")))).toMatchObject([{ reason: "new_epoch" }]);
    expect(session.need).toEqual({ read: "alerts", after: { epoch: "e2", seq: 0 } });
  });

  test("what was stated in an old epoch is never said in a new one", () => {
    const session = live(3);
    session.closed(1006, "");
    session.state("acknowledge", { epoch: "e1", seq: 3 });
    welcome(session, "e2", false);
    session.pictured(picture(0, "e2"));
    session.caughtUp(page([], "e2"));
    expect(sent(welcome(session, "e2"))).toEqual([]);
    expect(session.state("acknowledge", { epoch: "e1", seq: 3 })).toEqual([]);
  });

  test("a feed that went back begins again from its first alert", () => {
    const session = live(3);
    session.closed(4003, "");
    expect(delivered(session.pictured(picture(2)))).toMatchObject([{ reason: "went_back" }]);
    expect(session.need).toEqual({ read: "alerts", after: { epoch: "e1", seq: 0 } });
  });

  test("an alert of another epoch ends the connection", () => {
    const session = live(1);
    expect(hear(session, alert(2, { epoch: "e2" }))).toEqual([{ do: "hangUp", reason: "the epoch changed" }]);
    expect(session.need).toEqual({ read: "picture" });
  });

  test("receipts and snoozes of another epoch say nothing", () => {
    const session = live(1);
    expect(hear(session, example<Receipt>("ReceiptOut", { epoch: "e0", seq: 1 }))).toEqual([]);
    expect(hear(session, example<Snoozed>("SnoozedOut", { epoch: "e0" }))).toEqual([]);
  });
});

describe("statements", () => {
  test("an acknowledgement made offline leaves when the line is back, until it is confirmed", () => {
    const session = live(1);
    session.closed(1006, "");
    expect(sent(session.state("acknowledge", { epoch: "e1", seq: 1 }))).toEqual([]);
    const stated = { type: "acknowledge", epoch: "e1", seq: 1 };
    expect(sent(welcome(session))).toContainEqual(stated);
    session.closed(1006, "");
    expect(sent(welcome(session))).toContainEqual(stated);
    hear(session, example<Receipt>("ReceiptOut", { epoch: "e1", seq: 1 }));
    session.closed(1006, "");
    expect(sent(welcome(session))).not.toContainEqual(stated);
  });

  test("a receipt is forgotten after two heartbeats on the same line", () => {
    const session = live(1);
    hear(session, TICK);
    hear(session, TICK);
    session.closed(1006, "");
    expect(sent(welcome(session))).toEqual([]);
  });

  test("of a number that was never handed on, nothing is stated", () => {
    expect(live(1).state("seen", { epoch: "e1", seq: 2 })).toEqual([]);
  });

  test("what others answered while the line was cut is asked for again (ALR-05)", () => {
    const session = live(2);
    session.closed(1006, "");
    expect(welcome(session)).toContainEqual({ do: "askReceipts", after: { epoch: "e1", seq: 0 } });
    const answered = page([1, 2]);
    const [first] = answered.alerts;
    if (first !== undefined) first.acknowledged = { by: "Salem", at: "2026-12-01T08:00:07Z" };
    const told = delivered(session.asked({ epoch: "e1", seq: 0 }, answered));
    expect(told).toMatchObject([{ type: "receipt", receipt: { seq: 1, by: "Salem" } }]);
  });
});

describe("the line", () => {
  test.each([
    [4001, "signed_out"],
    [4400, "bad_message"],
  ])("close code %i stops for good", (code, why) => {
    const session = live();
    expect(delivered(session.closed(code, ""))).toEqual([{ type: "stopped", why }]);
    expect(session.phase).toBe("stopped");
  });

  test("an agreement that changed means: read the picture again, and keep one's place", () => {
    const session = live(2);
    session.closed(4003, "");
    session.pictured(picture(2));
    expect(session.need).toEqual({ read: "alerts", after: { epoch: "e1", seq: 2 } });
  });

  test.each([1006, 1011, 1012, 4008])("close code %i means: connect again and resume", (code) => {
    const session = live(2);
    expect(delivered(session.closed(code, "gone"))).toEqual([{ type: "offline", code, reason: "gone" }]);
    expect(session.need).toBeNull();
    expect(sent(session.connected(0))).toEqual([{ type: "hello", epoch: "e1", after: 2 }]);
  });

  test("that it is cut is told once until it is live again", () => {
    const session = live();
    expect(delivered(session.closed(1006, ""))).toHaveLength(1);
    expect(session.closed(null, "unreachable")).toEqual([]);
    welcome(session);
    expect(delivered(session.closed(1006, ""))).toHaveLength(1);
  });

  test("silence is told, and ends the connection (ALR-07)", () => {
    const session = live();
    expect(session.passed(STALE_AFTER_MS - 1)).toEqual([]);
    const effects = session.passed(STALE_AFTER_MS);
    expect(delivered(effects)).toEqual([{ type: "stale", silentMs: STALE_AFTER_MS }]);
    expect(effects).toContainEqual({ do: "hangUp", reason: "the line fell silent" });
    expect(session.fresh).toBe(false);
  });

  test("a heartbeat keeps it fresh and carries the service's time", () => {
    const session = live();
    expect(delivered(hear(session, TICK, 10_000))).toEqual([{ type: "tick", at: TICK.at }]);
    expect(session.passed(STALE_AFTER_MS)).toEqual([]);
  });

  test.each(["", "[]", "{", '{"type":1}', '{"type":"alert"}', new ArrayBuffer(2)])(
    "what cannot be read ends the connection: %j",
    (raw) => {
      expect(live().heard(raw, 0)).toMatchObject([{ do: "hangUp" }]);
    },
  );

  test("a message of a later version is passed over", () => {
    expect(live().heard('{"type":"weather"}', 0)).toEqual([]);
  });

  test("a statement that met a new epoch is no fault of the message", () => {
    const session = live();
    hear(session, { type: "error", code: "epoch_changed" });
    expect(delivered(session.closed(4400, ""))).toMatchObject([{ type: "offline" }]);
    expect(session.need).toEqual({ read: "picture" });
  });
});
