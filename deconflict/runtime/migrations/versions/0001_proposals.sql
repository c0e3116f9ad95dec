-- Who moves (CON-05): who was assigned to adjust, what each side was advised, the shifts that would clear a patrol, what
-- one end proposes to the other, and the slots that are kept free for whoever agreed to move.
CREATE TABLE assignment (
    conflict UUID NOT NULL,
    episode INTEGER NOT NULL,
    party UUID,
    by_agreement BOOLEAN NOT NULL,
    person UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (conflict),
    FOREIGN KEY(conflict) REFERENCES conflict (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT assignment_by CHECK (by_agreement = (person IS NULL) AND (party IS NOT NULL OR NOT by_agreement))
);

CREATE INDEX assignment_untold ON assignment (at) WHERE told_at IS NULL;

CREATE TABLE advice (
    overlap UUID NOT NULL,
    conflict UUID NOT NULL,
    party UUID NOT NULL,
    rival UUID NOT NULL,
    says TEXT NOT NULL,
    version INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (overlap, conflict),
    FOREIGN KEY(overlap) REFERENCES overlap (id),
    FOREIGN KEY(conflict) REFERENCES conflict (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(rival) REFERENCES party (id),
    CONSTRAINT advice_says CHECK (says IN ('adjust', 'hold'))
);

CREATE TABLE shift_offer (
    id UUID NOT NULL,
    party UUID,
    person UUID NOT NULL,
    overlap UUID,
    conflict UUID,
    patrol UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    exact BOOLEAN,
    later_s INTEGER,
    earlier_s INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(overlap) REFERENCES overlap (id),
    FOREIGN KEY(conflict) REFERENCES conflict (id),
    FOREIGN KEY(patrol) REFERENCES patrol (id),
    CONSTRAINT shift_offer_about CHECK ((overlap IS NULL) = (party IS NULL) AND (conflict IS NULL) = (overlap IS NOT NULL)),
    CONSTRAINT shift_offer_answer CHECK ((answered_at IS NULL) = (exact IS NULL)
        AND (answered_at IS NOT NULL OR (later_s IS NULL AND earlier_s IS NULL)))
);

CREATE INDEX shift_offer_due ON shift_offer (asked_at) WHERE answered_at IS NULL;

CREATE INDEX shift_offer_overlap ON shift_offer (party, overlap, asked_at);

CREATE INDEX shift_offer_conflict ON shift_offer (conflict, asked_at) WHERE conflict IS NOT NULL;

-- One row for whoever proposed it, one for whoever has to answer, under ids of their own; `matter` ties them together.
CREATE TABLE proposal (
    id UUID NOT NULL,
    matter UUID NOT NULL,
    party UUID,
    other UUID,
    received BOOLEAN NOT NULL,
    mover TEXT NOT NULL,
    shift_s INTEGER NOT NULL,
    about UUID[] NOT NULL,
    conflict UUID,
    state TEXT NOT NULL,
    person UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    carried_at TIMESTAMP WITH TIME ZONE,
    said TEXT,
    said_by UUID,
    said_at TIMESTAMP WITH TIME ZONE,
    chosen UUID,
    settled_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id),
    CONSTRAINT proposal_ends CHECK (party IS DISTINCT FROM other),
    CONSTRAINT proposal_mover CHECK (mover IN ('self', 'other') AND (party IS NOT NULL OR mover = 'other')),
    CONSTRAINT proposal_shift CHECK (shift_s % 60 = 0 AND shift_s <> 0 AND abs(shift_s) <= 43200),
    CONSTRAINT proposal_state CHECK (state IN ('proposed', 'accepted', 'refused', 'withdrawn', 'expired', 'undelivered')),
    CONSTRAINT proposal_said CHECK ((said IS NULL) = (said_by IS NULL) AND (said IS NULL) = (said_at IS NULL)
        AND (said IS NULL OR said IN ('accept', 'refuse', 'withdraw') AND received = (said <> 'withdraw')))
);

CREATE INDEX proposal_open ON proposal (matter) WHERE state = 'proposed';

CREATE INDEX proposal_matter ON proposal (matter);

CREATE INDEX proposal_party_at ON proposal (party, at, id);

CREATE TABLE reservation (
    id UUID NOT NULL,
    patrol UUID NOT NULL,
    party UUID NOT NULL,
    version INTEGER NOT NULL,
    shift_s INTEGER NOT NULL,
    track BYTEA NOT NULL,
    cover BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(patrol) REFERENCES patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX reservation_kept ON reservation (until) WHERE ended_at IS NULL;

SELECT guard_for_checker('assignment', 'advice', 'shift_offer', 'proposal', 'reservation');
GRANT SELECT, INSERT, UPDATE, DELETE ON assignment, advice TO deconflict_checker;
GRANT SELECT, UPDATE ON shift_offer TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE ON proposal, reservation TO deconflict_checker;

GRANT SELECT, INSERT, UPDATE (episode, party, by_agreement, person, at, told_at) ON assignment TO deconflict_api;
CREATE POLICY exact ON assignment FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) IN ('desk', 'facilitator'));
CREATE POLICY assign ON assignment FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) = 'desk' AND person = (SELECT viewer_person()) AND told_at IS NULL
        AND EXISTS (SELECT FROM conflict c WHERE c.id = assignment.conflict
            AND (assignment.party IS NULL OR assignment.party IN (c.party_a, c.party_b))));
CREATE POLICY assign_anew ON assignment FOR UPDATE TO deconflict_api USING ((SELECT viewer_role()) = 'desk')
    WITH CHECK (person = (SELECT viewer_person()) AND told_at IS NULL
        AND EXISTS (SELECT FROM conflict c WHERE c.id = assignment.conflict
            AND (assignment.party IS NULL OR assignment.party IN (c.party_a, c.party_b))));

-- What the desk advised on those overlaps, as long as the party may be told of that rival at all (DIS-02). No viewer
-- reads the rows: they say on whose account.
CREATE FUNCTION advice_of(wanted uuid[]) RETURNS TABLE (overlap uuid, says text, version integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT a.overlap, a.says, a.version
    FROM advice a JOIN overlap o ON o.id = a.overlap AND o.party = ANY (ARRAY(SELECT viewer_parties()))
    WHERE a.overlap = ANY (wanted)
        AND EXISTS (SELECT FROM overlap_told t WHERE t.overlap = o.id AND t.revision = o.revision AND t.rival = a.rival
            AND cardinality(t.hours) > 0)
        AND (viewer_role() = 'desk' OR viewer_ceiling(o.party, a.rival) >= 1)
$$;

-- Who adjusts in the conflicts that those segments are of, whoever said so: the party sees the conflict itself (DIS-03).
CREATE FUNCTION assigned_in(wanted uuid[]) RETURNS TABLE (segment uuid, adjusts uuid, by_agreement boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT s.id, a.party, a.by_agreement
    FROM segment s JOIN assignment a ON a.conflict = s.conflict
    WHERE s.id = ANY (wanted) AND s.party = ANY (ARRAY(SELECT viewer_party())) AND a.party IS NOT NULL
        AND s.state NOT IN ('resolved', 'withheld') AND viewer_ceiling(s.party, s.rival) >= 3
$$;
REVOKE EXECUTE ON FUNCTION advice_of(uuid[]), assigned_in(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice_of(uuid[]), assigned_in(uuid[]) TO deconflict_api;
GRANT SELECT ON advice, assignment, segment TO deconflict_owner;
CREATE POLICY for_viewer ON assignment FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
CREATE POLICY for_viewer ON segment FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
CREATE POLICY for_viewer ON advice FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);

GRANT SELECT, INSERT ON shift_offer TO deconflict_api;
CREATE POLICY own ON shift_offer FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'));
CREATE POLICY ask ON shift_offer FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND answered_at IS NULL
        AND CASE WHEN (SELECT viewer_role()) = 'desk' THEN party IS NULL
                     AND EXISTS (SELECT FROM conflict c WHERE c.id = shift_offer.conflict
                         AND shift_offer.patrol IN (c.patrol_a, c.patrol_b))
                 WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer') THEN party = ANY (ARRAY(SELECT viewer_party()))
                     AND EXISTS (SELECT FROM overlap o WHERE o.id = shift_offer.overlap
                         AND o.party = shift_offer.party AND o.patrol = shift_offer.patrol)
                 ELSE false END);

GRANT SELECT (id, party, other, received, mover, shift_s, about, conflict, state, at, expires_at, carried_at, said, said_at,
    chosen, settled_at), INSERT, UPDATE (said, said_by, said_at, chosen) ON proposal TO deconflict_api;
CREATE POLICY own ON proposal FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'));
CREATE POLICY propose ON proposal FOR INSERT TO deconflict_api
    WITH CHECK (matter = id AND NOT received AND state = 'proposed' AND carried_at IS NULL AND said IS NULL
        AND settled_at IS NULL AND chosen IS NULL AND person = (SELECT viewer_person())
        AND cardinality(about) = CASE WHEN conflict IS NULL THEN 1 ELSE 0 END
        AND CASE WHEN (SELECT viewer_role()) = 'desk' THEN party IS NULL AND other IS NOT NULL
                     AND (EXISTS (SELECT FROM conflict c WHERE c.id = proposal.conflict AND proposal.other IN (c.party_a, c.party_b))
                         OR EXISTS (SELECT FROM overlap o WHERE o.id = proposal.about[1] AND o.party = proposal.other))
                 WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer') THEN party = ANY (ARRAY(SELECT viewer_party()))
                     AND EXISTS (SELECT FROM overlap o WHERE o.id = proposal.about[1] AND o.party = proposal.party)
                 ELSE false END);
CREATE POLICY answer ON proposal FOR UPDATE TO deconflict_api
    USING (state = 'proposed' AND said IS NULL
        AND CASE WHEN (SELECT viewer_role()) = 'desk' THEN party IS NULL
                 WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer') THEN party = ANY (ARRAY(SELECT viewer_party()))
                 ELSE false END)
    WITH CHECK (said_by = (SELECT viewer_person()) AND (chosen IS NULL OR chosen = ANY (about)));

-- Statistics would tell who is at odds with whom.
ALTER TABLE proposal ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0,
    ALTER COLUMN about SET STATISTICS 0, ALTER COLUMN matter SET STATISTICS 0;
ALTER TABLE assignment ALTER COLUMN party SET STATISTICS 0;
ALTER TABLE advice ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN rival SET STATISTICS 0;
ALTER TABLE shift_offer ALTER COLUMN party SET STATISTICS 0;
