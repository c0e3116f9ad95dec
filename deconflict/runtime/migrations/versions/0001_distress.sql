-- Distress (LIV-07): a unit's call for help with what rivals are told of it, and an all halt with the parties it concerns.
CREATE TABLE sos (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    callsign TEXT NOT NULL,
    person UUID NOT NULL,
    device UUID,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lon FLOAT,
    lat FLOAT,
    fixed_at TIMESTAMP WITH TIME ZONE,
    note TEXT NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    by_desk BOOLEAN NOT NULL,
    due BOOLEAN NOT NULL DEFAULT true,
    PRIMARY KEY (id),
    CONSTRAINT sos_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT sos_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90),
    CONSTRAINT sos_whole CHECK (num_nonnulls(lon, lat, fixed_at) IN (0, 3)),
    CONSTRAINT sos_named CHECK (length(reference) <= 200 AND length(callsign) <= 200),
    CONSTRAINT sos_note CHECK (length(note) <= 500),
    CONSTRAINT sos_order CHECK (ended_at >= raised_at),
    CONSTRAINT sos_ended_by CHECK (ended_at IS NOT NULL OR NOT by_desk)
);

CREATE UNIQUE INDEX sos_standing ON sos (party, unit) WHERE ended_at IS NULL;

CREATE INDEX sos_due ON sos (raised_at) WHERE due;

CREATE TABLE sos_told (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    owner UUID NOT NULL,
    sos UUID NOT NULL,
    callsign TEXT NOT NULL,
    lon FLOAT,
    lat FLOAT,
    fixed_at TIMESTAMP WITH TIME ZONE,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    joint BOOLEAN NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(owner) REFERENCES party (id),
    FOREIGN KEY(sos) REFERENCES sos (id),
    CONSTRAINT sos_told_sides CHECK (party <> owner),
    CONSTRAINT sos_told_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90)
);

CREATE UNIQUE INDEX sos_told_party ON sos_told (party, sos);

CREATE INDEX sos_told_sos ON sos_told (sos);

CREATE INDEX sos_told_owner ON sos_told (owner, party);

CREATE TABLE halt (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    role TEXT NOT NULL,
    person UUID NOT NULL,
    ring FLOAT[] NOT NULL,
    note TEXT NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_at TIMESTAMP WITH TIME ZONE,
    due BOOLEAN NOT NULL DEFAULT true,
    PRIMARY KEY (id),
    CONSTRAINT halt_role CHECK (role IN ('desk', 'facilitator')),
    CONSTRAINT halt_ring CHECK (cardinality(ring) BETWEEN 6 AND 200 AND cardinality(ring) % 2 = 0
        AND -180 <= ALL (ring) AND 180 >= ALL (ring)),
    CONSTRAINT halt_note CHECK (length(note) <= 500),
    CONSTRAINT halt_order CHECK (lifted_at >= raised_at)
);

CREATE INDEX halt_due ON halt (raised_at) WHERE due;

CREATE INDEX halt_standing ON halt (raised_at) WHERE lifted_at IS NULL;

CREATE TABLE halt_told (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    halt UUID NOT NULL,
    party UUID NOT NULL,
    ring FLOAT[] NOT NULL,
    note TEXT NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_at TIMESTAMP WITH TIME ZONE,
    notice UUID NOT NULL,
    people UUID[] NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(halt) REFERENCES halt (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE UNIQUE INDEX halt_told_party ON halt_told (party, halt);

CREATE INDEX halt_told_halt ON halt_told (halt);

SELECT guard_for_checker('sos', 'sos_told', 'halt', 'halt_told');
GRANT SELECT, UPDATE ON sos, halt TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON sos_told TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE ON halt_told TO deconflict_checker;

-- A party's own people and devices call for its own units, whoever is with one for that one alone; they,
-- each for the same units, and the desk end a call.
GRANT SELECT (id, reference, party, unit, callsign, person, device, raised_at, lon, lat, fixed_at, note, ended_at, by_desk),
    INSERT (id, reference, party, unit, callsign, person, device, raised_at, lon, lat, fixed_at, note, ended_at, by_desk),
    UPDATE (ended_at, by_desk, due) ON sos TO deconflict_api;
CREATE POLICY seen ON sos FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON sos FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person())
        AND ended_at IS NULL AND NOT by_desk
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit)
        AND (device IS NULL OR EXISTS (SELECT FROM device own
            WHERE own.id = sos.device AND own.person = (SELECT viewer_person()))));
CREATE POLICY finish ON sos FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())) AND ended_at IS NULL
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit))
    WITH CHECK (ended_at IS NOT NULL AND due AND by_desk = ((SELECT viewer_role()) = 'desk'));

-- What a rival was told at level 3 shows no longer than that level holds (DIS-02); whose patrol shares the unit keeps it.
GRANT SELECT (id, reference, party, owner, callsign, lon, lat, fixed_at, raised_at, joint, ended_at) ON sos_told TO deconflict_api;
CREATE POLICY own ON sos_told FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        AND (joint OR owner = ANY (ARRAY(SELECT viewer_partners(3)))));

-- The desk orders a halt, or the facilitator, who sees its own and not whom it concerns.
GRANT SELECT (id, reference, role, person, ring, note, raised_at, lifted_at),
    INSERT (id, reference, role, person, ring, note, raised_at, lifted_at), UPDATE (lifted_at, due) ON halt TO deconflict_api;
CREATE POLICY seen ON halt FOR SELECT TO deconflict_api
    USING ((SELECT viewer_role()) = 'desk' OR person = (SELECT viewer_person()));
CREATE POLICY raise ON halt FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) IN ('desk', 'facilitator') AND role = (SELECT viewer_role())
        AND person = (SELECT viewer_person()) AND lifted_at IS NULL);
CREATE POLICY lift ON halt FOR UPDATE TO deconflict_api
    USING (((SELECT viewer_role()) = 'desk' OR ((SELECT viewer_role()) = 'facilitator' AND person = (SELECT viewer_person())))
        AND lifted_at IS NULL)
    WITH CHECK (lifted_at IS NOT NULL AND due);
GRANT SELECT ON halt_told TO deconflict_api;
CREATE POLICY seen ON halt_told FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));

-- Whoever calls, orders or ends tells its own side and the desk with the act itself; whom else it concerns the checker tells.
CREATE POLICY of_sos ON notice FOR INSERT TO deconflict_api
    WITH CHECK (released_at IS NULL AND closed_at IS NULL AND halt IS NULL
        AND num_nonnulls(patrol, conflict, finding, review, zone, segment, suspension, glass, rendezvous, joint_patrol) = 0
        AND EXISTS (SELECT FROM sos s WHERE s.id = notice.sos AND (notice.party IS NULL OR notice.party = s.party)
            AND CASE WHEN s.ended_at IS NULL THEN (notice.kind, notice.change) = ('sos', 'raised')
                     ELSE (notice.kind, notice.change) = ('all_clear', 'over') END));
CREATE POLICY of_halt ON notice FOR INSERT TO deconflict_api
    WITH CHECK (released_at IS NULL AND closed_at IS NULL AND sos IS NULL AND party IS NULL
        AND num_nonnulls(patrol, conflict, finding, review, zone, segment, suspension, glass, rendezvous, joint_patrol) = 0
        AND EXISTS (SELECT FROM halt h WHERE h.id = notice.halt
            AND CASE WHEN h.lifted_at IS NULL THEN (notice.kind, notice.change) = ('halt', 'raised')
                     ELSE (notice.kind, notice.change) = ('all_clear', 'over') END));

-- Nothing else that somebody is told of speaks of a call or a halt besides.
CREATE POLICY of_distress_alone ON notice AS RESTRICTIVE FOR INSERT TO deconflict_api
    WITH CHECK (num_nonnulls(sos, halt) = 0 OR kind IN ('sos', 'halt', 'all_clear'));

-- Statistics would show through the planner's estimates who called where, and of whom a row is.
SELECT unmeasured('sos', 'sos_told', 'halt', 'halt_told');
