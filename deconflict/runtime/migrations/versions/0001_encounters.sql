-- Live encounters (LIV-02). The exact ones are the engine's; what each viewer is shown are rows of its own, so that the
-- wall holds for fields and not only for rows (LIV-06).
CREATE TABLE encounter (
    id UUID NOT NULL,
    party_a UUID NOT NULL,
    unit_a UUID NOT NULL,
    party_b UUID NOT NULL,
    unit_b UUID NOT NULL,
    state TEXT NOT NULL,
    closeness TEXT NOT NULL,
    episode INTEGER NOT NULL,
    distance_m FLOAT NOT NULL,
    closest_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party_a) REFERENCES party (id),
    FOREIGN KEY(party_b) REFERENCES party (id),
    CONSTRAINT encounter_a FOREIGN KEY (party_a, unit_a) REFERENCES unit (party, id),
    CONSTRAINT encounter_b FOREIGN KEY (party_b, unit_b) REFERENCES unit (party, id),
    CONSTRAINT encounter_sides CHECK (party_a <> party_b AND unit_a < unit_b),
    CONSTRAINT encounter_state CHECK (state IN ('open', 'ended', 'lost', 'late')),
    CONSTRAINT encounter_closeness CHECK (closeness IN ('reach', 'predicted', 'close')),
    CONSTRAINT encounter_distance CHECK (distance_m BETWEEN 0 AND 21000000)
);

CREATE INDEX encounter_open ON encounter (opened_at) WHERE state = 'open';

CREATE INDEX encounter_lately ON encounter (updated_at);

-- Whoever still believes to be the one live engine when another has taken over stores nothing a second time: also the areas.
CREATE UNIQUE INDEX encounter_pair ON encounter (unit_a, unit_b, episode);

CREATE TABLE sighting (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID,
    unit UUID NOT NULL,
    encounter UUID,
    sight TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(encounter) REFERENCES encounter (id),
    CONSTRAINT sighting_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT sighting_sight CHECK (sight IN ('exact', 'area', 'stop')),
    CONSTRAINT sighting_of CHECK ((encounter IS NULL) = (sight = 'area')),
    CONSTRAINT sighting_state CHECK (state IN ('open', 'ended', 'withheld'))
);

CREATE INDEX sighting_party_opened ON sighting (party, opened_at, id);

CREATE INDEX sighting_encounter ON sighting (encounter);

CREATE INDEX sighting_open ON sighting (party, unit) WHERE state = 'open';

CREATE UNIQUE INDEX sighting_area ON sighting (party, unit) WHERE state = 'open' AND sight = 'area';

CREATE TABLE sighting_told (
    sighting UUID NOT NULL,
    revision INTEGER NOT NULL,
    rival UUID NOT NULL,
    level SMALLINT NOT NULL,
    party UUID,
    facts JSONB NOT NULL,
    lies BYTEA NOT NULL,
    PRIMARY KEY (sighting, revision, rival, level),
    FOREIGN KEY(sighting) REFERENCES sighting (id),
    FOREIGN KEY(rival) REFERENCES party (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT sighting_told_level CHECK (level BETWEEN 0 AND 3)
);

CREATE INDEX sighting_told_between ON sighting_told (party, rival);

CREATE TABLE overdue (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    beyond_reach BOOLEAN NOT NULL,
    heard_at TIMESTAMP WITH TIME ZONE,
    revision INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT overdue_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id)
);

CREATE UNIQUE INDEX overdue_standing ON overdue (party, unit) WHERE heard_at IS NULL;

-- How the live tick does, for `/metrics` alone: totals tell how busy the others are.
CREATE TABLE live_run (
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    ticks INTEGER NOT NULL,
    mean_s FLOAT NOT NULL,
    worst_s FLOAT NOT NULL,
    lag_s FLOAT NOT NULL,
    units INTEGER NOT NULL,
    pairs INTEGER NOT NULL,
    clusters INTEGER NOT NULL,
    behind_s FLOAT NOT NULL,
    PRIMARY KEY (at)
);

SELECT guard_for_checker('encounter', 'sighting', 'sighting_told', 'overdue', 'live_run');
GRANT SELECT, INSERT, UPDATE ON encounter, sighting, overdue TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON sighting_told TO deconflict_checker;
GRANT SELECT, INSERT, DELETE ON live_run TO deconflict_checker;

-- What those revisions tell a viewer: of rivals at level 1 one row however many there are. Below the level it was told at,
-- as either side has left it until now, there is no row (DIS-02); what the safety clause tells (level 0) stays.
GRANT SELECT ON sighting, sighting_told TO deconflict_owner;
CREATE POLICY owner_reads ON sighting FOR SELECT TO deconflict_owner USING (true);
CREATE POLICY owner_reads ON sighting_told FOR SELECT TO deconflict_owner USING (true);
CREATE FUNCTION sightings_told(wanted uuid[], revisions integer[])
    RETURNS TABLE (sighting uuid, revision integer, level smallint, facts jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH told AS MATERIALIZED (
        SELECT t.* FROM unnest(wanted, revisions) AS w (sighting, revision)
        JOIN sighting_told t ON t.sighting = w.sighting AND t.revision = w.revision
    )
    SELECT DISTINCT t.sighting, t.revision, t.level, t.facts FROM told t
    WHERE CASE WHEN t.party IS NULL THEN (SELECT viewer_role()) IN ('desk', 'facilitator')
        ELSE t.party = ANY (ARRAY(SELECT viewer_party()))
            AND (t.level = 0 OR viewer_ceiling(t.party, t.rival) >= t.level) END
$$;
REVOKE EXECUTE ON FUNCTION sightings_told(uuid[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sightings_told(uuid[], integer[]) TO deconflict_api;

-- What the live hub may ask for `/metrics`.
GRANT SELECT ON live_run TO deconflict_owner;
CREATE POLICY owner_reads ON live_run FOR SELECT TO deconflict_owner USING (true);
CREATE FUNCTION live_runs()
    RETURNS TABLE (at timestamptz, ticks integer, mean_s float, worst_s float, lag_s float, units integer, pairs integer,
        clusters integer, behind_s float)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT r.* FROM live_run r WHERE viewer_purpose() = 'hub' $$;
REVOKE EXECUTE ON FUNCTION live_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_runs() TO deconflict_api;

-- A party's own, unless the level allows nothing of it now; the desk's for whoever sees what is exact (DIS-08).
CREATE FUNCTION sighting_readable(wanted uuid, at integer) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM sightings_told(ARRAY[wanted], ARRAY[at])) $$;
REVOKE EXECUTE ON FUNCTION sighting_readable(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sighting_readable(uuid, integer) TO deconflict_api;
GRANT SELECT (id, reference, party, unit, sight, state, revision, change, opened_at, updated_at) ON sighting TO deconflict_api;
CREATE POLICY shown ON sighting FOR SELECT TO deconflict_api
    USING (CASE WHEN party IS NULL THEN (SELECT viewer_role()) IN ('desk', 'facilitator')
        ELSE party = ANY (ARRAY(SELECT viewer_party())) AND (state = 'withheld' OR sighting_readable(id, revision)) END);
GRANT SELECT ON overdue TO deconflict_api;
CREATE POLICY own ON overdue FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));

-- Statistics of whom a row is about, and when, would show through the planner's estimates.
ALTER TABLE sighting ALTER COLUMN unit SET STATISTICS 0, ALTER COLUMN opened_at SET STATISTICS 0,
    ALTER COLUMN updated_at SET STATISTICS 0, ALTER COLUMN party SET STATISTICS 0;
ALTER TABLE overdue ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN unit SET STATISTICS 0,
    ALTER COLUMN since SET STATISTICS 0, ALTER COLUMN heard_at SET STATISTICS 0;
