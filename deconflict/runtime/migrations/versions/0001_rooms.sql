-- Joint rooms (DIS-09): who chairs which parties, who sits there, and the one way to what its screen shows.
CREATE TABLE room (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    parties UUID[] NOT NULL,
    chair UUID NOT NULL,
    chair_role TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    CONSTRAINT room_name CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT room_parties_named CHECK (
        array_length(parties, 1) BETWEEN 2 AND 8 AND array_position(parties, NULL) IS NULL),
    CONSTRAINT room_chair_role CHECK (chair_role IN ('desk', 'facilitator'))
);

CREATE INDEX room_parties ON room USING gin (parties);

CREATE INDEX room_chair ON room (chair);

CREATE TABLE seat (
    id UUID NOT NULL,
    room UUID NOT NULL,
    party UUID NOT NULL,
    person UUID NOT NULL,
    session UUID NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(room) REFERENCES room (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX seat_taken ON seat (room) WHERE left_at IS NULL;

SELECT guard('room', 'seat');
-- What the functions below read, as their owner. The others may be read so for other functions.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['room', 'seat', 'segment_told', 'shared_plan']
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO deconflict_owner', name);
        EXECUTE format(
            'CREATE POLICY for_viewer ON %I FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL)', name);
    END LOOP;
END
$$;

-- The chair is of no party and chairs under their own role; officers of the parties named know of the room. A room is
-- nobody else's, not the desk's either.
GRANT SELECT, INSERT, UPDATE (closed_at) ON room TO deconflict_api;
CREATE POLICY seen ON room FOR SELECT TO deconflict_api
    USING (chair = (SELECT viewer_person())
        OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer') AND parties && ARRAY(SELECT viewer_party())));
CREATE POLICY open ON room FOR INSERT TO deconflict_api
    WITH CHECK (chair = (SELECT viewer_person()) AND chair_role = (SELECT viewer_role()) AND closed_at IS NULL);
CREATE POLICY close ON room FOR UPDATE TO deconflict_api
    USING (chair = (SELECT viewer_person()) AND closed_at IS NULL) WITH CHECK (chair = (SELECT viewer_person()));

-- An officer sits for its own party, by a session of its own. Others learn by the functions whose party is present.
GRANT SELECT, INSERT, UPDATE (left_at) ON seat TO deconflict_api;
CREATE POLICY own ON seat FOR SELECT TO deconflict_api USING (person = (SELECT viewer_person()));
CREATE POLICY take ON seat FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer') AND left_at IS NULL
        AND EXISTS (SELECT FROM session own WHERE own.id = seat.session AND own.person = seat.person)
        AND EXISTS (SELECT FROM room seen WHERE seen.id = seat.room AND seen.closed_at IS NULL
            AND seat.party = ANY (seen.parties)));
CREATE POLICY leave ON seat FOR UPDATE TO deconflict_api
    USING (person = (SELECT viewer_person()) AND left_at IS NULL) WITH CHECK (person = (SELECT viewer_person()));

-- The parties present in those rooms, for whoever is of the room: a seat counts while its session is open.
CREATE FUNCTION room_present(wanted uuid[]) RETURNS TABLE (room uuid, party uuid, own boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT r.id, s.party, bool_or(s.person = viewer_person())
    FROM room r
    JOIN seat s ON s.room = r.id AND s.left_at IS NULL AND s.party = ANY (r.parties)
    JOIN session o ON o.id = s.session AND o.person = s.person AND o.ended_at IS NULL AND o.expires_at > service_now()
    JOIN person p ON p.id = s.person AND p.party = s.party AND p.disabled_at IS NULL
        AND p.role IN ('liaison', 'duty_officer')
    LEFT JOIN device d ON d.id = o.device
    WHERE r.id = ANY (wanted) AND r.closed_at IS NULL AND d.revoked_at IS NULL
        AND (r.chair = viewer_person()
            OR (viewer_role() IN ('liaison', 'duty_officer') AND r.parties && ARRAY(SELECT viewer_party())))
    GROUP BY r.id, s.party
$$;

-- What every party present may see, for the chair and for those who sit there; nothing until two parties do. Of a conflict
-- both sides' views, while nobody else is present: of each side what the other is shown. Of plans those that every other
-- party present is shown whole, in the version that stands.
CREATE FUNCTION room_screen(wanted uuid)
    RETURNS TABLE (kind text, party uuid, callsign text, facts jsonb, other uuid, other_callsign text, other_facts jsonb,
        waypoints bytea, time_tolerance_s double precision, lateral_tolerance_m double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH present AS MATERIALIZED (
        SELECT s.party, s.own FROM room_present(ARRAY[wanted]) s
    ), admitted AS MATERIALIZED (
        SELECT count(*) AS parties FROM present
        HAVING count(*) >= 2 AND (bool_or(present.own)
            OR EXISTS (SELECT FROM room r WHERE r.id = wanted AND r.chair = viewer_person()))
    ), pairs AS MATERIALIZED (
        SELECT one.party AS one, another.party AS another, viewer_ceiling(one.party, another.party) AS level
        FROM admitted, present one JOIN present another ON another.party <> one.party
    ), shared AS (
        SELECT s.owner, s.patrol, s.version, s.state
        FROM pairs JOIN shared_plan s ON s.party = pairs.one AND s.owner = pairs.another
        WHERE pairs.level >= 4
        GROUP BY s.owner, s.patrol, s.version, s.state
        HAVING count(*) = (SELECT parties - 1 FROM admitted)
    )
    SELECT 'conflict', ours.party, theirs_told.facts ->> 'callsign', theirs_told.facts,
        theirs.party, ours_told.facts ->> 'callsign', ours_told.facts, NULL::bytea, NULL::float8, NULL::float8
    FROM pairs JOIN admitted ON admitted.parties = 2
    JOIN segment ours ON ours.party = pairs.one AND ours.rival = pairs.another
    JOIN segment theirs ON theirs.conflict = ours.conflict AND theirs.party = pairs.another AND theirs.rival = pairs.one
    JOIN segment_told ours_told ON ours_told.segment = ours.id AND ours_told.revision = ours.revision
    JOIN segment_told theirs_told ON theirs_told.segment = theirs.id AND theirs_told.revision = theirs.revision
    WHERE pairs.level >= 3 AND pairs.one < pairs.another
        AND ours.state NOT IN ('resolved', 'withheld') AND theirs.state NOT IN ('resolved', 'withheld')
        AND ours_told.facts IS NOT NULL AND theirs_told.facts IS NOT NULL
        AND ours_told.facts -> 'grade' = theirs_told.facts -> 'grade'
        AND ours_told.facts -> 'distance_m' = theirs_told.facts -> 'distance_m'
        AND ours_told.facts -> 'nominal_distance_m' = theirs_told.facts -> 'nominal_distance_m'
    UNION ALL
    SELECT 'plan', t.party, p.callsign, NULL, NULL, NULL, NULL, p.waypoints, p.time_tolerance_s, p.lateral_tolerance_m
    FROM shared
    JOIN patrol t ON t.party = shared.owner AND t.id = shared.patrol AND t.version = shared.version
        AND t.state = shared.state
    JOIN plan p ON p.party = t.party AND p.patrol = t.id AND p.version = t.version
$$;
REVOKE EXECUTE ON FUNCTION room_present(uuid[]), room_screen(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION room_present(uuid[]), room_screen(uuid) TO deconflict_api;

-- Statistics would tell who sits with whom.
ALTER TABLE room ALTER COLUMN parties SET STATISTICS 0, ALTER COLUMN chair SET STATISTICS 0;
ALTER TABLE seat ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN person SET STATISTICS 0;
