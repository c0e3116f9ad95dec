-- Breaking glass (DIS-08): who asked to see which plans of whom, why and until when, and who of another organisation allowed it.
CREATE TABLE glass (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    patrol UUID,
    west FLOAT,
    south FLOAT,
    east FLOAT,
    north FLOAT,
    start_at TIMESTAMP WITH TIME ZONE,
    end_at TIMESTAMP WITH TIME ZONE,
    reason TEXT NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    asked_by UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by UUID,
    decided_role TEXT,
    decided_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT glass_state CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'over')),
    CONSTRAINT glass_reason CHECK (length(reason) BETWEEN 1 AND 2000),
    CONSTRAINT glass_scope CHECK (
        CASE WHEN patrol IS NOT NULL THEN num_nonnulls(west, south, east, north, start_at, end_at) = 0
             ELSE num_nonnulls(west, south, east, north, start_at, end_at) = 6 AND west < east AND south < north
                AND west >= -180 AND east <= 180 AND south >= -90 AND north <= 90 AND start_at < end_at END),
    CONSTRAINT glass_end CHECK (ends_at > asked_at AND ends_at <= asked_at + interval '24 hours'),
    CONSTRAINT glass_second_person CHECK (decided_by <> asked_by AND decided_role <> 'facilitator'),
    CONSTRAINT glass_decided CHECK (
        (state IN ('approved', 'refused', 'over')) = (num_nonnulls(decided_by, decided_role, decided_at) = 3))
);

CREATE INDEX glass_asked ON glass (asked_at, id);

CREATE INDEX glass_party ON glass (party);

CREATE INDEX glass_open_until ON glass (ends_at) WHERE state IN ('asked', 'approved');

SELECT guard_for_checker('glass');
GRANT SELECT, UPDATE ON glass TO deconflict_checker;

-- The facilitator asks; somebody of another organisation decides: the oversight body, the desk, or an officer of the party.
GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_role, decided_at, closed_at) ON glass TO deconflict_api;
CREATE POLICY seen ON glass FOR SELECT TO deconflict_api
    USING ((SELECT viewer_role()) IN ('facilitator', 'oversight', 'desk')
        OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer') AND party = ANY (ARRAY(SELECT viewer_party()))));
CREATE POLICY ask ON glass FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) = 'facilitator' AND asked_by = (SELECT viewer_person()) AND state = 'asked'
        AND closed_at IS NULL);
CREATE POLICY own ON glass FOR UPDATE TO deconflict_api
    USING ((SELECT viewer_role()) = 'facilitator' AND asked_by = (SELECT viewer_person())
        AND state IN ('asked', 'approved'))
    WITH CHECK (state IN ('withdrawn', 'over') AND asked_by = (SELECT viewer_person()));
CREATE POLICY decide ON glass FOR UPDATE TO deconflict_api
    USING (state IN ('asked', 'approved') AND ((SELECT viewer_role()) IN ('oversight', 'desk')
        OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer') AND party = ANY (ARRAY(SELECT viewer_party())))))
    WITH CHECK (CASE WHEN state = 'over' THEN (SELECT viewer_role()) <> 'facilitator'
        ELSE state IN ('approved', 'refused') AND decided_by = (SELECT viewer_person())
            AND decided_role = (SELECT viewer_role()) END);

-- Whom it concerns is told with the act itself: the party, and the desk.
CREATE POLICY of_glass ON notice FOR INSERT TO deconflict_api
    WITH CHECK (kind = 'glass' AND released_at IS NULL AND closed_at IS NULL
        AND num_nonnulls(patrol, conflict, finding, review, zone, segment, suspension) = 0
        AND EXISTS (SELECT FROM glass g WHERE g.id = notice.glass AND g.state = notice.change
            AND (notice.party IS NULL OR notice.party = g.party)));

-- The plans in the scope, while the glass is broken and for whoever asked: the facilitator's only way to a plan.
CREATE FUNCTION glass_plans(wanted uuid)
    RETURNS TABLE (id uuid, reference text, party uuid, unit uuid, callsign text, state text, version integer,
        purpose text, note text, late boolean, after_the_fact boolean, registered_by uuid, registered_at timestamptz,
        plan uuid, waypoints bytea, time_tolerance_s double precision, lateral_tolerance_m double precision,
        track bytea, submitted_by uuid, submitted_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT t.id, t.reference, t.party, t.unit, p.callsign, t.state, t.version, t.purpose, t.note, t.late,
        t.after_the_fact, t.registered_by, t.registered_at, p.id, p.waypoints, p.time_tolerance_s,
        p.lateral_tolerance_m, p.track, p.submitted_by, p.submitted_at
    FROM glass g
    JOIN patrol t ON t.party = g.party AND t.state <> 'draft' AND (g.patrol IS NULL OR t.id = g.patrol)
    JOIN plan p ON p.party = t.party AND p.patrol = t.id AND p.version = t.version
    WHERE g.id = wanted AND g.state = 'approved' AND g.ends_at > (SELECT service_now())
        AND viewer_role() = 'facilitator' AND g.asked_by = viewer_person()
        AND (g.patrol IS NOT NULL OR (p.nominal && tstzrange(g.start_at, g.end_at, '[)')
            AND p.envelope && ST_MakeEnvelope(g.west, g.south, g.east, g.north, 4326)))
    ORDER BY lower(p.nominal), t.id
$$;
REVOKE EXECUTE ON FUNCTION glass_plans(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION glass_plans(uuid) TO deconflict_api;
GRANT SELECT ON glass TO deconflict_owner;
CREATE POLICY for_viewer ON glass FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
