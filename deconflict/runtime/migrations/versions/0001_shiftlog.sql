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
    CONSTRAINT note_kind CHECK (kind IN ('call', 'note', 'handover')),
    CONSTRAINT note_text CHECK (length(text) <= 2000 AND (text <> '' OR (kind = 'call' AND called IS NOT NULL))),
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
