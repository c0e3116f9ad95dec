-- What levels 3 and 4 show (DIS-03): a party's own view of a conflict, and a rival's whole plan. Rows of the viewer's own,
-- written by the checker, so that the wall holds for fields and not only for rows.
CREATE TABLE segment (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    conflict UUID NOT NULL,
    party UUID NOT NULL,
    patrol UUID NOT NULL,
    rival UUID NOT NULL,
    state TEXT NOT NULL,
    episode INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    acknowledged BOOLEAN NOT NULL,
    accepted BOOLEAN NOT NULL,
    resolution TEXT,
    rang INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(conflict) REFERENCES conflict (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(patrol) REFERENCES patrol (id),
    FOREIGN KEY(rival) REFERENCES party (id),
    CONSTRAINT segment_sides CHECK (party <> rival),
    CONSTRAINT segment_state CHECK (state IN ('open', 'acknowledged_by_one', 'acknowledged', 'resolved', 'withheld')),
    CONSTRAINT segment_accepted CHECK (acknowledged OR NOT accepted)
);

CREATE UNIQUE INDEX segment_party_conflict ON segment (party, conflict);

CREATE INDEX segment_conflict ON segment (conflict);

CREATE INDEX segment_party_opened ON segment (party, opened_at, id);

CREATE TABLE segment_told (
    segment UUID NOT NULL,
    revision INTEGER NOT NULL,
    party UUID NOT NULL,
    rival UUID NOT NULL,
    facts JSONB,
    cells BYTEA,
    PRIMARY KEY (segment, revision),
    FOREIGN KEY(segment) REFERENCES segment (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(rival) REFERENCES party (id),
    CONSTRAINT segment_told_where CHECK ((facts IS NULL) = (cells IS NULL))
);

CREATE INDEX segment_told_rival ON segment_told (rival);

CREATE TABLE shared_plan (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    owner UUID NOT NULL,
    patrol UUID NOT NULL,
    version INTEGER NOT NULL,
    callsign TEXT NOT NULL,
    state TEXT NOT NULL,
    purpose TEXT NOT NULL,
    waypoints BYTEA NOT NULL,
    time_tolerance_s FLOAT NOT NULL,
    lateral_tolerance_m FLOAT NOT NULL,
    envelope geometry(POLYGON,4326) NOT NULL,
    period TSTZRANGE NOT NULL,
    cover BYTEA NOT NULL,
    shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(owner) REFERENCES party (id),
    FOREIGN KEY(patrol) REFERENCES patrol (id),
    CONSTRAINT shared_plan_sides CHECK (party <> owner)
);

CREATE UNIQUE INDEX shared_plan_party_patrol ON shared_plan (party, patrol);

CREATE INDEX shared_plan_patrol ON shared_plan (patrol);

CREATE INDEX shared_plan_owner ON shared_plan (owner, party);

CREATE INDEX shared_plan_where_when ON shared_plan USING gist (party, envelope, period);

-- The parties of which the viewer's own may see that much at the moment, evaluated once for each query: what either has
-- taken back counts from that commit on (DIS-02). What rows there are the checker decides, level by level.
CREATE FUNCTION viewer_partners(least_level integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT p.id FROM viewer_party() AS own (id) JOIN party p ON p.id <> own.id
    WHERE viewer_ceiling(own.id, p.id) >= least_level
$$;
REVOKE EXECUTE ON FUNCTION viewer_partners(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_partners(integer) TO deconflict_api;

SELECT guard_for_checker('segment', 'segment_told', 'shared_plan');
GRANT SELECT, INSERT, UPDATE ON segment TO deconflict_checker;
GRANT SELECT, INSERT, DELETE ON segment_told TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON shared_plan TO deconflict_checker;

-- Until the checker has noted that it is withheld, nothing that was written meanwhile shows, not even a number.
GRANT SELECT (id, reference, party, patrol, rival, state, episode, revision, change, opened_at, updated_at, acknowledged,
    accepted, resolution), UPDATE (state, acknowledged, accepted) ON segment TO deconflict_api;
CREATE POLICY own ON segment FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        AND (state = 'withheld' OR rival = ANY (ARRAY(SELECT viewer_partners(3)))));
CREATE POLICY answer ON segment FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND rival = ANY (ARRAY(SELECT viewer_partners(3)))
        AND state NOT IN ('resolved', 'withheld'))
    WITH CHECK (acknowledged AND state IN ('acknowledged_by_one', 'acknowledged'));
GRANT SELECT (segment, revision, party, rival, facts) ON segment_told TO deconflict_api;
CREATE POLICY own ON segment_told FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        AND (facts IS NULL OR rival = ANY (ARRAY(SELECT viewer_partners(3)))));
GRANT SELECT (id, reference, party, owner, version, callsign, state, purpose, waypoints, time_tolerance_s,
    lateral_tolerance_m, envelope, period, shared_at) ON shared_plan TO deconflict_api;
CREATE POLICY shared ON shared_plan FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND owner = ANY (ARRAY(SELECT viewer_partners(4))));

-- Statistics of places and of whom a row is about would show through the planner's estimates.
ALTER TABLE segment ALTER COLUMN rival SET STATISTICS 0;
ALTER TABLE segment_told ALTER COLUMN rival SET STATISTICS 0;
ALTER TABLE shared_plan ALTER COLUMN envelope SET STATISTICS 0, ALTER COLUMN owner SET STATISTICS 0;
