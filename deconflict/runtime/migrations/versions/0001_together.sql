-- What two or more parties mean to do together: rendezvous (SEP-10) and joint patrols (PAT-10). What each table is for:
-- the tables.py of its feature. Ids are random and the same for all sides: they stand in what was agreed (IDN-04).
CREATE TABLE rendezvous (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    one UUID NOT NULL,
    other UUID,
    proposer UUID,
    proposed_by UUID NOT NULL,
    lon FLOAT NOT NULL,
    lat FLOAT NOT NULL,
    radius_m FLOAT NOT NULL,
    start_at TIMESTAMP WITH TIME ZONE NOT NULL,
    end_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    hidden_from UUID,
    of_overlap UUID,
    asked UUID,
    ended_by UUID,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(one) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id),
    FOREIGN KEY(proposer) REFERENCES party (id)
);

CREATE INDEX rendezvous_one ON rendezvous (one, proposed_at, id);

CREATE INDEX rendezvous_other ON rendezvous (other, proposed_at, id);

CREATE INDEX rendezvous_confirmed ON rendezvous (end_at) WHERE state = 'confirmed';

CREATE TABLE rendezvous_confirmation (
    rendezvous UUID NOT NULL,
    party UUID NOT NULL,
    other UUID NOT NULL,
    person UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (rendezvous, party),
    FOREIGN KEY(rendezvous) REFERENCES rendezvous (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id)
);

CREATE TABLE rendezvous_patrol (
    rendezvous UUID NOT NULL,
    party UUID NOT NULL,
    patrol UUID NOT NULL,
    PRIMARY KEY (rendezvous, party),
    CONSTRAINT rendezvous_patrol_own FOREIGN KEY(party, patrol) REFERENCES patrol (party, id),
    FOREIGN KEY(rendezvous) REFERENCES rendezvous (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE TABLE joint_patrol (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    proposer UUID NOT NULL,
    parties UUID[] NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    pending INTEGER,
    due BOOLEAN NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_by UUID,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(proposer) REFERENCES party (id)
);

CREATE INDEX joint_patrol_parties ON joint_patrol USING gin (parties);

CREATE INDEX joint_patrol_due ON joint_patrol (id) WHERE due;

CREATE TABLE joint_text (
    joint UUID NOT NULL,
    version INTEGER NOT NULL,
    party UUID NOT NULL,
    person UUID NOT NULL,
    text BYTEA NOT NULL,
    over_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (joint, version),
    FOREIGN KEY(joint) REFERENCES joint_patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE TABLE joint_member (
    joint UUID NOT NULL,
    party UUID NOT NULL,
    callsign TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (joint, party),
    FOREIGN KEY(joint) REFERENCES joint_patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE TABLE joint_unit (
    joint UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    patrol UUID,
    version INTEGER,
    PRIMARY KEY (joint, party),
    CONSTRAINT joint_unit_own FOREIGN KEY(party, unit) REFERENCES unit (party, id),
    CONSTRAINT joint_unit_patrol FOREIGN KEY(party, patrol) REFERENCES patrol (party, id),
    FOREIGN KEY(joint) REFERENCES joint_patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX joint_unit_of_patrol ON joint_unit (patrol) WHERE patrol IS NOT NULL;

CREATE TABLE joint_countersignature (
    joint UUID NOT NULL,
    version INTEGER NOT NULL,
    party UUID NOT NULL,
    parties UUID[] NOT NULL,
    person UUID NOT NULL,
    digest TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (joint, version, party),
    FOREIGN KEY(joint) REFERENCES joint_patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

-- What the edge refuses, the database refuses too (SEC-02).
ALTER TABLE rendezvous
    ADD CONSTRAINT rendezvous_sides CHECK (one <> other),
    ADD CONSTRAINT rendezvous_proposer CHECK (proposer IN (one, other)),
    ADD CONSTRAINT rendezvous_state CHECK (state IN (
        'asked', 'passed_on', 'proposed', 'confirmed', 'refused', 'withdrawn', 'ended')),
    ADD CONSTRAINT rendezvous_two CHECK (other IS NOT NULL OR state IN ('asked', 'passed_on', 'refused', 'withdrawn')),
    ADD CONSTRAINT rendezvous_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -80 AND 80),
    ADD CONSTRAINT rendezvous_radius CHECK (radius_m BETWEEN 50 AND 5000),
    ADD CONSTRAINT rendezvous_window CHECK (start_at < end_at AND end_at <= start_at + interval '24 hours');
ALTER TABLE joint_patrol
    ADD CONSTRAINT joint_patrol_state CHECK (state IN ('proposed', 'registered', 'withdrawn')),
    ADD CONSTRAINT joint_patrol_parties CHECK (
        array_length(parties, 1) BETWEEN 2 AND 8 AND array_position(parties, NULL) IS NULL AND proposer = ANY (parties)),
    ADD CONSTRAINT joint_patrol_versions CHECK (version >= 0 AND pending > version),
    ADD CONSTRAINT joint_patrol_due CHECK (NOT due OR pending IS NOT NULL OR state = 'withdrawn');
ALTER TABLE joint_text
    ADD CONSTRAINT joint_text_length CHECK (octet_length(text) BETWEEN 2 AND 524288),
    ADD CONSTRAINT joint_text_version CHECK (version >= 1);
ALTER TABLE joint_member ADD CONSTRAINT joint_member_callsign CHECK (length(callsign) BETWEEN 1 AND 200);
ALTER TABLE joint_unit ADD CONSTRAINT joint_unit_formed CHECK ((patrol IS NULL) = (version IS NULL));
ALTER TABLE joint_countersignature ADD CONSTRAINT joint_countersignature_digest CHECK (digest ~ '^[0-9a-f]{64}$');

SELECT guard_for_checker('rendezvous', 'rendezvous_confirmation', 'rendezvous_patrol', 'joint_patrol', 'joint_text',
    'joint_member', 'joint_unit', 'joint_countersignature');
GRANT SELECT ON rendezvous, rendezvous_confirmation, rendezvous_patrol, joint_text, joint_member TO deconflict_checker;
GRANT SELECT, UPDATE ON joint_patrol, joint_unit TO deconflict_checker;
GRANT SELECT, DELETE ON joint_countersignature TO deconflict_checker;
-- What all sides of a joint patrol countersigned becomes a patrol of each, in one transaction that no side could make.
GRANT INSERT ON patrol, plan TO deconflict_checker;

-- Rendezvous: seen by both sides and by the desk and the facilitator; each side confirms for itself alone (SEP-10). What a
-- side left with the desk it sees again, with the other's name, when the other has confirmed.
GRANT SELECT (id, reference, one, other, proposer, lon, lat, radius_m, start_at, end_at, state, proposed_at, hidden_from,
    of_overlap, asked, ended_by, ended_at), INSERT, UPDATE (state, hidden_from, ended_by, ended_at) ON rendezvous TO deconflict_api;
CREATE POLICY seen ON rendezvous FOR SELECT TO deconflict_api
    USING ((SELECT viewer_role()) IN ('desk', 'facilitator')
        OR ((one = ANY (ARRAY(SELECT viewer_party())) OR other = ANY (ARRAY(SELECT viewer_party())))
            AND (hidden_from = ANY (ARRAY(SELECT viewer_party()))) IS NOT TRUE));
CREATE POLICY propose ON rendezvous FOR INSERT TO deconflict_api
    WITH CHECK (proposed_by = (SELECT viewer_person()) AND ended_by IS NULL AND ended_at IS NULL
        AND CASE WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer')
                     THEN proposer = ANY (ARRAY(SELECT viewer_party())) AND one = proposer
                         AND hidden_from IS NULL AND asked IS NULL
                         AND state = CASE WHEN other IS NULL THEN 'asked' ELSE 'proposed' END
                 WHEN asked IS NULL
                     THEN (SELECT viewer_role()) IN ('desk', 'facilitator') AND proposer IS NULL AND state = 'proposed'
                         AND hidden_from IS NULL
                 ELSE (SELECT viewer_role()) = 'desk' AND state = 'proposed' AND one = proposer AND hidden_from = proposer
            END);
-- What one side ended no other revives: a policy for rows as they become never sees what they were.
CREATE POLICY change ON rendezvous FOR UPDATE TO deconflict_api
    USING (state IN ('asked', 'proposed', 'confirmed')
        AND ((SELECT viewer_role()) = 'desk' OR ((SELECT viewer_role()) = 'facilitator' AND proposer IS NULL)
            OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer')
                AND (one = ANY (ARRAY(SELECT viewer_party())) OR other = ANY (ARRAY(SELECT viewer_party()))))))
    WITH CHECK (CASE state
        WHEN 'confirmed' THEN ended_by IS NULL AND ended_at IS NULL
            AND 2 = (SELECT count(*) FROM rendezvous_confirmation c WHERE c.rendezvous = rendezvous.id)
        WHEN 'passed_on' THEN (SELECT viewer_role()) = 'desk'
        WHEN 'asked' THEN false
        WHEN 'ended' THEN ended_by = ANY (ARRAY(SELECT viewer_party()))
        ELSE ended_by IS NULL OR ended_by = ANY (ARRAY(SELECT viewer_party())) END);

GRANT SELECT (rendezvous, party, other, at), INSERT ON rendezvous_confirmation TO deconflict_api;
CREATE POLICY seen ON rendezvous_confirmation FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR other = ANY (ARRAY(SELECT viewer_party()))
        OR (SELECT viewer_role()) IN ('desk', 'facilitator'));
CREATE POLICY own ON rendezvous_confirmation FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM rendezvous seen WHERE seen.id = rendezvous_confirmation.rendezvous
            AND seen.state = 'proposed' AND least(seen.one, seen.other) = least(party, rendezvous_confirmation.other)
            AND greatest(seen.one, seen.other) = greatest(party, rendezvous_confirmation.other)));

GRANT SELECT, INSERT ON rendezvous_patrol TO deconflict_api;
CREATE POLICY seen ON rendezvous_patrol FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON rendezvous_patrol FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM rendezvous seen WHERE seen.id = rendezvous_patrol.rendezvous
            AND seen.state IN ('asked', 'proposed')));

-- Joint patrols: seen by the parties that were asked to take part and by the desk; each acts for itself alone (PAT-10).
GRANT SELECT, INSERT, UPDATE (state, pending, due, ended_by, ended_at) ON joint_patrol TO deconflict_api;
CREATE POLICY seen ON joint_patrol FOR SELECT TO deconflict_api
    USING (parties && ARRAY(SELECT viewer_party()) OR (SELECT viewer_role()) = 'desk');
CREATE POLICY propose ON joint_patrol FOR INSERT TO deconflict_api
    WITH CHECK (proposer = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND state = 'proposed' AND version = 0 AND pending = 1 AND NOT due AND ended_by IS NULL AND ended_at IS NULL);
CREATE POLICY change ON joint_patrol FOR UPDATE TO deconflict_api
    USING (parties && ARRAY(SELECT viewer_party()) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer', 'crew')
        AND state <> 'withdrawn')
    WITH CHECK ((ended_by IS NULL OR (state = 'withdrawn' AND ended_by = ANY (ARRAY(SELECT viewer_party()))))
        AND (state = 'withdrawn' OR (SELECT viewer_role()) <> 'crew')
        AND state IN ('withdrawn', CASE WHEN version > 0 THEN 'registered' ELSE 'proposed' END)
        AND CASE WHEN NOT due THEN true WHEN state = 'withdrawn' THEN version > 0
            ELSE array_length(parties, 1) = (SELECT count(*) FROM joint_countersignature c
                WHERE c.joint = joint_patrol.id AND c.version = joint_patrol.pending AND c.party = ANY (joint_patrol.parties))
            END);

GRANT SELECT (joint, version, party, text, over_at, at), INSERT ON joint_text TO deconflict_api;
CREATE POLICY seen ON joint_text FOR SELECT TO deconflict_api
    USING (EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_text.joint));
CREATE POLICY own ON joint_text FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_text.joint AND joint_text.version > seen.version
            AND seen.state <> 'withdrawn' AND joint_text.party = ANY (seen.parties)));

GRANT SELECT, INSERT, UPDATE (callsign, at) ON joint_member TO deconflict_api;
CREATE POLICY seen ON joint_member FOR SELECT TO deconflict_api
    USING (EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_member.joint));
CREATE POLICY own ON joint_member FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_member.joint AND seen.state = 'proposed'
            AND joint_member.party = ANY (seen.parties)));
CREATE POLICY change ON joint_member FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'))
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party()))
        AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_member.joint AND seen.state = 'proposed'));

-- Which unit that is, and the patrol that became of it: each side's own.
GRANT SELECT, INSERT, UPDATE (unit) ON joint_unit TO deconflict_api;
CREATE POLICY seen ON joint_unit FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON joint_unit FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND patrol IS NULL AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_unit.joint
            AND seen.state = 'proposed'));
CREATE POLICY change ON joint_unit FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND patrol IS NULL)
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND patrol IS NULL);

GRANT SELECT (joint, version, party, parties, digest, at), INSERT ON joint_countersignature TO deconflict_api;
CREATE POLICY seen ON joint_countersignature FOR SELECT TO deconflict_api
    USING (parties && ARRAY(SELECT viewer_party()) OR (SELECT viewer_role()) = 'desk');
CREATE POLICY own ON joint_countersignature FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = joint_countersignature.joint
            AND seen.state <> 'withdrawn' AND seen.pending = joint_countersignature.version
            AND seen.parties = joint_countersignature.parties));

-- Who acts tells the other sides and the desk in the same transaction (ALR-02), only of what both can see.
CREATE POLICY together ON notice FOR INSERT TO deconflict_api
    WITH CHECK (released_at IS NULL AND closed_at IS NULL AND patrol IS NULL AND conflict IS NULL AND finding IS NULL
        AND review IS NULL AND zone IS NULL AND segment IS NULL AND revision IS NULL
        AND CASE kind
            WHEN 'rendezvous' THEN joint_patrol IS NULL
                AND change IN ('asked', 'proposed', 'confirmed', 'refused', 'withdrawn', 'ended')
                AND EXISTS (SELECT FROM rendezvous seen WHERE seen.id = notice.rendezvous
                    AND (notice.party IS NULL OR notice.party IN (seen.one, seen.other)))
            WHEN 'joint_patrol' THEN rendezvous IS NULL
                AND change IN ('proposed', 'attached', 'countersigned', 'amended', 'withdrawn')
                AND EXISTS (SELECT FROM joint_patrol seen WHERE seen.id = notice.joint_patrol
                    AND (notice.party IS NULL OR notice.party = ANY (seen.parties)))
            ELSE false END);

-- Statistics would tell who means to meet whom.
ALTER TABLE rendezvous ALTER COLUMN one SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0,
    ALTER COLUMN proposer SET STATISTICS 0, ALTER COLUMN lon SET STATISTICS 0, ALTER COLUMN lat SET STATISTICS 0;
ALTER TABLE rendezvous_confirmation ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE joint_patrol ALTER COLUMN proposer SET STATISTICS 0, ALTER COLUMN parties SET STATISTICS 0;
ALTER TABLE joint_member ALTER COLUMN party SET STATISTICS 0;
ALTER TABLE joint_countersignature ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN parties SET STATISTICS 0;
