"""The feed as a state machine without I/O: what to say to the service, what to hand on, when to begin again.

It reads no clock, opens nothing and never waits: the shell (`following.py`) tells it what came and when, and
carries out the effects it returns. Kept true whatever the line does: within an epoch every alert is handed on
exactly once and in order (ALR-01); an acknowledgement is stated until the service confirms it, and never in
another epoch (IDN-05); silence is told (ALR-07).
"""

from collections.abc import Callable
from enum import StrEnum

from deconflict_client.alerts import Alert, AlertPage, Receipt
from deconflict_client.base_alert import Cursor
from deconflict_client.effects import (
    AskReceipts,
    Deliver,
    Effect,
    HangUp,
    Need,
    NeedAlerts,
    NeedPicture,
    Send,
    Stop,
)
from deconflict_client.errors import NotDelivered, Problem, ProtocolRefused, SignedOut, Unreadable
from deconflict_client.events import (
    Live,
    Missing,
    Moved,
    NotStored,
    Offline,
    Refreshed,
    RefreshReason,
    Snoozed,
    StaleFeed,
    Stored,
)
from deconflict_client.models import Picture
from deconflict_client.positions import position, reported
from deconflict_client.reading_alerts import read_alert, read_receipt
from deconflict_client.statements import Fact, Statements
from deconflict_client.wire import JsonObject, Record, parse

SIGNED_OUT = frozenset({4001, 4401})
AGREEMENT_CHANGED = 4003
BAD_MESSAGE = 4400
"""Close codes that mean more than: connect again and resume."""

EPOCH_CHANGED = "epoch_changed"
"""The one error that means: read the picture again."""

RINGING_LIMIT = 256
"""How many unanswered alerts, the newest, are asked about again after a reconnect."""


class Phase(StrEnum):
    """Where the feed stands."""

    OFFLINE = "offline"
    GREETING = "greeting"
    LIVE = "live"
    BEHIND = "behind"
    STOPPED = "stopped"


class FeedSession:
    """One viewer's feed from `cursor` on (None: from its beginning); times are seconds of a steady clock."""

    def __init__(
        self, cursor: Cursor | None, *, stale_after_s: float, now: float, positions: bool = False
    ) -> None:
        self._positions = positions
        self.phase = Phase.OFFLINE
        self.failures = 0
        self.stale = False
        self._epoch = cursor.epoch if cursor else None
        self._last = cursor.seq if cursor else 0
        self._stale_after_s = stale_after_s
        self._true_at = now
        self._line_at = now
        self._statements = Statements()
        self._ringing: set[int] = set()
        self._asking: Cursor | None = None
        self._gap_at: int | None = None
        self._why_behind = RefreshReason.NOT_RECOVERED
        self._picture_due = False
        self._why_hung_up: str | None = None
        self._offline_told = False

    @property
    def cursor(self) -> Cursor | None:
        """The last alert handed on; None until an epoch is known."""
        return None if self._epoch is None else Cursor(self._epoch, self._last)

    @property
    def fresh(self) -> bool:
        """True while what was handed on is all there is, as far as a living line can tell."""
        return self.phase is Phase.LIVE and not self.stale

    @property
    def need(self) -> Need | None:
        """What must be read by REST before connecting again."""
        if self.phase is not Phase.BEHIND:
            return None
        cursor = self.cursor
        return NeedPicture() if self._picture_due or cursor is None else NeedAlerts(cursor)

    # The line

    def connected(self, now: float) -> list[Effect]:
        """The socket is open: say hello from where we are."""
        self.phase = Phase.GREETING
        self._line_at = now
        self._why_hung_up = None
        return [Send({"type": "hello", "epoch": self._epoch, "after": self._last})]

    def heard(self, raw: str | bytes, now: float) -> list[Effect]:
        """A message came; one that cannot be read ends the connection, as it may have been an alert."""
        if self.phase not in {Phase.GREETING, Phase.LIVE}:
            return []
        self._line_at = now
        try:
            effects = self._understand(Record.of(parse(raw)))
        except Unreadable as fault:
            effects = self._hang_up(str(fault))
        if self.phase is Phase.LIVE:
            self._true_at = now
            self.stale = False
        return effects

    def closed(self, code: int | None, reason: str) -> list[Effect]:
        """The socket is closed, or could not be opened (`code` None)."""
        self.failures += 1
        self._statements.line_lost()
        if code in SIGNED_OUT:
            return self.stop(SignedOut(code="signed_out", detail="the session is over"))
        if code == BAD_MESSAGE and self.phase is not Phase.BEHIND:
            return self.stop(ProtocolRefused(code="bad_message", detail=self._why_hung_up or reason))
        if code == AGREEMENT_CHANGED:
            self._fall_behind(RefreshReason.AGREEMENT_CHANGED)
        elif self.phase is not Phase.BEHIND:
            self.phase = Phase.OFFLINE
        if self._offline_told:
            return []
        self._offline_told = True
        return [Deliver(Offline(code, self._why_hung_up or reason))]

    def stop(self, problem: Problem) -> list[Effect]:
        """Nothing more can come until a person acts."""
        self.phase = Phase.STOPPED
        return [Stop(problem)]

    def passed(self, now: float) -> list[Effect]:
        """Time has passed: tell silence, and end a connection that has fallen silent (ALR-07)."""
        effects: list[Effect] = []
        silent_s = now - self._true_at
        if not self.stale and silent_s >= self._stale_after_s:
            self.stale = True
            effects.append(Deliver(StaleFeed(silent_s)))
        if self.phase in {Phase.GREETING, Phase.LIVE} and now - self._line_at >= self._stale_after_s:
            effects += self._hang_up("the line fell silent")
        return effects

    # Catching up by REST

    def pictured(self, picture: Picture) -> list[Effect]:
        """The picture was read: whose numbers still hold?"""
        if self._epoch is not None and picture.epoch != self._epoch:
            self._why_behind = RefreshReason.NEW_EPOCH
            self._begin_again()
        elif picture.seq < self._last:
            self._why_behind = RefreshReason.WENT_BACK
            self._begin_again()
        self._epoch = picture.epoch
        self._picture_due = False
        return [Deliver(Refreshed(picture, self._why_behind))]

    def epoch_changed(self) -> None:
        """The alerts were asked for in an epoch that has passed: read the picture again."""
        self._fall_behind(RefreshReason.NEW_EPOCH)

    def caught_up(self, page: AlertPage) -> list[Effect]:
        """A page of alerts was read; one that brings nothing new ends the catching up."""
        if page.epoch != self._epoch:
            self.epoch_changed()
            return []
        before = self._last
        effects = [effect for alert in page.alerts for effect in self._take_from_page(alert)]
        if self._last == before:
            self.phase = Phase.OFFLINE
        return effects

    def asked(self, page: AlertPage) -> list[Effect]:
        """The answer to `AskReceipts`: tell which ringing alerts others answered meanwhile (ALR-05)."""
        if self._asking != Cursor(page.epoch, page.after):
            return []
        self._asking = None
        effects: list[Effect] = []
        for alert in page.alerts:
            if alert.seq in self._unanswered() and alert.acknowledged is not None:
                receipt = Receipt(
                    alert.epoch, alert.seq, "acknowledged", alert.acknowledged.by, alert.acknowledged.at
                )
                effects += self._settle(receipt)
        return effects + (self._ask_receipts(page.alerts[-1].seq) if page.alerts else [])

    # What the person does

    def state(self, fact: Fact, cursor: Cursor) -> list[Effect]:
        """Seen or acknowledged by a person; NotDelivered when the alert is not one that was handed on."""
        if cursor.epoch != self._epoch or not 1 <= cursor.seq <= self._last:
            raise NotDelivered(cursor.epoch, cursor.seq)
        self._statements.state(fact, cursor.seq)
        return self._send_unsent()

    def report(self, number: int, upload: JsonObject) -> list[Effect]:
        """Send fixes now; nothing while the line is not live: they are not kept here."""
        if self.phase is not Phase.LIVE:
            return []
        return [Send({"type": "position", "id": number, **upload})]

    # Messages

    def _understand(self, record: Record) -> list[Effect]:
        kind = record.text("type")
        if self.phase is Phase.GREETING and kind not in {"welcome", "error"}:
            return self._hang_up(f"{kind} before welcome")
        messages: dict[str, Callable[[Record], list[Effect]]] = {
            "welcome": self._welcomed,
            "alert": self._alerted,
            "receipt": self._receipted,
            "tick": self._ticked,
            "error": self._warned,
            "position": self._moved,
            "stored": self._stored,
            "refused": self._refused,
            "snooze": self._snoozed,
        }
        understand = messages.get(kind)
        return understand(record) if understand else []

    def _welcomed(self, record: Record) -> list[Effect]:
        epoch = record.text("epoch")
        recovered = record.flag("recovered", default=False)
        if not recovered or epoch != (self._epoch or epoch):
            self._fall_behind(RefreshReason.NOT_RECOVERED)
            return self._hang_up("the feed has to be read again")
        self.phase = Phase.LIVE
        self._epoch = epoch
        self._offline_told = False
        return [Deliver(Live(Cursor(epoch, self._last))), *self._send_unsent(), *self._ask_receipts(0)]

    def _alerted(self, record: Record) -> list[Effect]:
        alert = read_alert(record)
        if alert.epoch != self._epoch:
            self._fall_behind(RefreshReason.NEW_EPOCH)
            return self._hang_up("the epoch changed")
        if alert.seq <= self._last:
            return []
        if alert.seq == self._last + 1:
            return [*self._take(alert), *self._send_unsent()]
        if self._gap_at == self._last:
            self._fall_behind(RefreshReason.GAP)
        self._gap_at = self._last
        return self._hang_up(f"alert {alert.seq} came after {self._last}")

    def _receipted(self, record: Record) -> list[Effect]:
        receipt = read_receipt(record)
        return self._settle(receipt) if receipt.epoch == self._epoch else []

    def _ticked(self, _record: Record) -> list[Effect]:
        self.failures = 0
        self._statements.tick()
        return [] if self._asking is None else [AskReceipts(self._asking)]

    def _warned(self, record: Record) -> list[Effect]:
        """A close follows; a statement in an epoch that has just passed is no fault of the message."""
        self._why_hung_up = record.text("code")
        if self._why_hung_up == EPOCH_CHANGED:
            self._fall_behind(RefreshReason.NEW_EPOCH)
        return []

    def _moved(self, record: Record) -> list[Effect]:
        return [Deliver(Moved(position(record)))] if self._positions else []

    def _stored(self, record: Record) -> list[Effect]:
        return [Deliver(Stored(record.maybe_integer("id"), reported(record)))]

    def _refused(self, record: Record) -> list[Effect]:
        return [Deliver(NotStored(record.maybe_integer("id"), record.text("code")))]

    def _snoozed(self, record: Record) -> list[Effect]:
        """What another device of the same person asked for; of an epoch that has passed it says nothing (IDN-05)."""
        snoozed = Snoozed(record.text("epoch"), record.integer("up_to"), record.maybe_time("until"))
        return [Deliver(snoozed)] if snoozed.epoch == self._epoch else []

    # Parts

    def _take(self, alert: Alert) -> list[Effect]:
        self._last = alert.seq
        self.failures = 0
        self._statements.state(Fact.RECEIVED, alert.seq)
        if alert.ringing:
            self._ringing.add(alert.seq)
            if len(self._ringing) > RINGING_LIMIT:
                self._ringing.remove(min(self._ringing))
        return [Deliver(alert)]

    def _take_from_page(self, alert: Alert) -> list[Effect]:
        if alert.seq <= self._last:
            return []
        missing: list[Effect] = []
        if alert.seq > self._last + 1:
            missing.append(Deliver(Missing(alert.epoch, self._last + 1, alert.seq - 1)))
        return missing + self._take(alert)

    def _settle(self, receipt: Receipt) -> list[Effect]:
        if receipt.fact == "acknowledged":
            self._statements.confirm(receipt.seq)
            self._ringing.discard(receipt.seq)
        return [Deliver(receipt)]

    def _unanswered(self) -> set[int]:
        return self._ringing | self._statements.acknowledged

    def _ask_receipts(self, above: int) -> list[Effect]:
        unanswered = [seq for seq in self._unanswered() if seq > above]
        if self._epoch is None or not unanswered:
            return []
        self._asking = Cursor(self._epoch, min(unanswered) - 1)
        return [AskReceipts(self._asking)]

    def _send_unsent(self) -> list[Effect]:
        if self.phase is not Phase.LIVE:
            return []
        unsent = self._statements.take_owed()
        return [Send({"type": fact.value, "epoch": self._epoch, "seq": seq}) for fact, seq in unsent]

    def _fall_behind(self, why: RefreshReason) -> None:
        self.phase = Phase.BEHIND
        self._why_behind = why
        self._picture_due = True
        self._asking = None

    def _begin_again(self) -> None:
        self._last = 0
        self._gap_at = None
        self._statements.clear()
        self._ringing.clear()

    def _hang_up(self, reason: str) -> list[Effect]:
        if self.phase is not Phase.BEHIND:
            self.phase = Phase.OFFLINE
        self._why_hung_up = reason
        return [HangUp(reason)]
