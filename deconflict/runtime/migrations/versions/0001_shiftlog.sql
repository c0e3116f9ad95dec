-- The shift log: what the desk and the facilitator note for each other. Nobody changes or removes what stands there.
CREATE TABLE note (
    id UUID NOT NULL,
    person UUID NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    matter_kind TEXT,
    matter UUID,
    called UUID,
    answered_by TEXT,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(called) REFERENCES party (id),
    CONSTRAINT note_role CHECK (role IN ('desk', 'facilitator')),
    CONSTRAINT note_kind CHECK (kind IN ('call', 'note', 'handover', 'escalation')),
    CONSTRAINT note_text CHECK (length(text) <= 2000 AND (text <> '' OR kind = 'escalation' OR (kind = 'call' AND called IS NOT NULL))),
    CONSTRAINT note_matter CHECK ((matter IS NULL) = (matter_kind IS NULL)
        AND matter_kind IN ('conflict', 'overlap', 'encounter', 'sos', 'halt', 'overdue')),
    CONSTRAINT note_of_a_call CHECK (kind = 'call' OR (called IS NULL AND answered_by IS NULL)),
    CONSTRAINT note_answered_by CHECK (length(answered_by) BETWEEN 1 AND 200),
    CONSTRAINT note_written_before CHECK (written_at <= at)
);

CREATE INDEX note_at ON note (at, id);

SELECT guard('note');
GRANT SELECT, INSERT ON note TO deconflict_api;
CREATE POLICY room ON note FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) IN ('desk', 'facilitator'));
CREATE POLICY own ON note FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND role = (SELECT viewer_role())
        AND (SELECT viewer_role()) IN ('desk', 'facilitator'));

-- The desk raises by hand what parties have not acknowledged of one of its alerts (ALR-04): what it asks, and what came of it.
CREATE TABLE press (
    note UUID NOT NULL,
    feed UUID NOT NULL,
    seq BIGINT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    reached JSONB,
    PRIMARY KEY (note),
    FOREIGN KEY(note) REFERENCES note (id),
    CONSTRAINT press_done CHECK ((done_at IS NULL) = (reached IS NULL))
);

CREATE INDEX press_waiting ON press (asked_at) WHERE done_at IS NULL;

SELECT guard_for_checker('press');
GRANT SELECT, UPDATE (done_at, reached) ON press TO deconflict_checker;
GRANT SELECT, INSERT (note, feed, seq, asked_at) ON press TO deconflict_api;
CREATE POLICY room ON press FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) IN ('desk', 'facilitator'));
CREATE POLICY own ON press FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) = 'desk'
        AND EXISTS (SELECT FROM note own WHERE own.id = press.note AND own.kind = 'escalation'
            AND own.person = (SELECT viewer_person()))
        AND EXISTS (SELECT FROM alert told WHERE told.feed = press.feed AND told.seq = press.seq));

-- Statistics would show through the planner's estimates how often the room called whom, and raised what.
SELECT unmeasured('note', 'press');
