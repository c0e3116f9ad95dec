-- Against probing (PRB-02, PRB-03): what drew on a unit's budget, of which patrols nothing more is told today, questions and
-- their answers, and the figures that show how a party used the service.
CREATE TABLE budget_draw (
    id UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    kind TEXT NOT NULL,
    subject UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT budget_draw_unit FOREIGN KEY(party, unit) REFERENCES unit (party, id),
    CONSTRAINT budget_draw_kind CHECK (kind IN ('overlap', 'what_if', 'amendment', 'passage'))
);

CREATE INDEX budget_draw_unit_at ON budget_draw (party, unit, at);

CREATE INDEX budget_draw_at ON budget_draw (at);

CREATE TABLE silence (
    patrol UUID NOT NULL,
    party UUID NOT NULL,
    version INTEGER NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    hours BIGINT[] NOT NULL,
    PRIMARY KEY (patrol),
    FOREIGN KEY(patrol) REFERENCES patrol (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX silence_until ON silence (until);

CREATE TABLE what_if (
    id UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    person UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer_by TIMESTAMP WITH TIME ZONE NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    withheld BOOLEAN NOT NULL,
    envelope geometry(POLYGON,4326) NOT NULL,
    period TSTZRANGE NOT NULL,
    cover BYTEA NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT what_if_unit FOREIGN KEY(party, unit) REFERENCES unit (party, id),
    CONSTRAINT what_if_cover CHECK (octet_length(cover) > 0),
    CONSTRAINT what_if_period CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)
        AND isfinite(lower(period)) AND isfinite(upper(period))),
    CONSTRAINT what_if_envelope CHECK (ST_IsValid(envelope) AND NOT ST_IsEmpty(envelope)
        AND envelope @ ST_MakeEnvelope(-180, -90, 180, 90, 4326))
);

CREATE INDEX what_if_unanswered ON what_if (answer_by) WHERE answered_at IS NULL;

CREATE INDEX what_if_party_asked ON what_if (party, asked_at);

CREATE TABLE what_if_told (
    what_if UUID NOT NULL,
    rival UUID NOT NULL,
    agreed BOOLEAN NOT NULL,
    level SMALLINT NOT NULL,
    hours BIGINT[] NOT NULL,
    cells BYTEA,
    PRIMARY KEY (what_if, rival),
    FOREIGN KEY(what_if) REFERENCES what_if (id),
    FOREIGN KEY(rival) REFERENCES party (id),
    CONSTRAINT what_if_told_level CHECK (level BETWEEN 1 AND 4)
);

CREATE INDEX what_if_told_rival ON what_if_told (rival);

SELECT guard_for_checker('budget_draw', 'silence', 'what_if', 'what_if_told');

GRANT SELECT, INSERT ON budget_draw TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON silence TO deconflict_checker;
GRANT SELECT, UPDATE ON what_if TO deconflict_checker;
GRANT SELECT, INSERT, DELETE ON what_if_told TO deconflict_checker;

-- What was drawn is added to and never changed. Overlaps and passages are drawn by the checker alone.
GRANT SELECT, INSERT ON budget_draw TO deconflict_api;
CREATE POLICY own ON budget_draw FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY draw ON budget_draw FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND kind IN ('what_if', 'amendment')
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'));
GRANT SELECT (id, party, unit, asked_at, answer_by, answered_at), INSERT ON what_if TO deconflict_api;
CREATE POLICY own ON what_if FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY ask ON what_if FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person())
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer') AND answered_at IS NULL AND NOT withheld);

-- What a question was answered with: a row without a rival with all hours, and at level 2 one for each rival with the cells.
-- A single row that says `withheld` when something of it may be told no longer, so that nothing looks clear that is not.
CREATE FUNCTION answer_of(wanted uuid, bound integer)
    RETURNS TABLE (withheld boolean, rival uuid, hours bigint[], cells bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH asked AS (
        SELECT w.* FROM what_if w
        WHERE w.id = wanted AND w.answered_at IS NOT NULL AND w.party = ANY (ARRAY(SELECT viewer_party()))
    ), seen AS (
        SELECT t.*, least(viewer_ceiling(a.party, t.rival), CASE WHEN t.agreed THEN 4 ELSE bound END) AS may
        FROM asked a JOIN what_if_told t ON t.what_if = a.id
    ), less AS (
        SELECT a.withheld OR EXISTS (SELECT FROM seen s WHERE s.may < s.level) AS is FROM asked a
    )
    SELECT l.is, NULL::uuid, CASE WHEN l.is THEN '{}' ELSE
        coalesce((SELECT array_agg(DISTINCT hour ORDER BY hour) FROM seen s, unnest(s.hours) AS hour), '{}') END, NULL::bytea
    FROM less l
    UNION ALL
    SELECT false, s.rival, s.hours, s.cells FROM seen s, less l WHERE NOT l.is AND s.cells IS NOT NULL
$$;

-- How parties used the service in a time: the facilitator, the oversight body and the desk see all, a party its own line.
CREATE FUNCTION conduct_of(since timestamptz, until timestamptz, overlaps integer, what_ifs integer, amendments integer,
        passages integer)
    RETURNS TABLE (party uuid, name text, registered bigint, withdrawn bigint, finished bigint, ghosts bigint,
        questions bigint, budgets_used bigint, acknowledged_within_s double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH shown AS (
        SELECT p.id, p.name FROM party p
        WHERE viewer_role() IN ('desk', 'facilitator', 'oversight') OR p.id = ANY (ARRAY(SELECT viewer_party()))
    ), lives AS (
        SELECT t.party, t.state,
            t.state = 'withdrawn' AND EXISTS (SELECT FROM overlap o WHERE o.party = t.party AND o.patrol = t.id) AS noticed,
            t.state IN ('withdrawn', 'expired') OR EXISTS (
                SELECT FROM plan n, ledger_entry e
                WHERE t.state = 'ended' AND n.party = t.party AND n.patrol = t.id AND n.version = t.version
                    AND e.party = t.party AND e.subject = t.id AND e.kind = 'move' AND e.payload ->> 'to' = 'ended'
                    AND e.at < lower(n.nominal) - make_interval(secs => n.time_tolerance_s)) AS ghost
        FROM patrol t JOIN shown s ON s.id = t.party
        WHERE t.state <> 'draft' AND t.registered_at >= since AND t.registered_at < until
    ), drawn AS (
        SELECT d.party, d.unit, date_trunc('day', d.at AT TIME ZONE 'UTC') AS day, d.kind, count(*) AS times
        FROM budget_draw d JOIN shown s ON s.id = d.party
        WHERE d.at >= since AND d.at < until GROUP BY 1, 2, 3, 4
    ), answered AS (
        SELECT a.party, a.notice, extract(epoch FROM min(r.at) - min(a.released_at)) AS seconds
        FROM alert a JOIN shown s ON s.id = a.party
            JOIN receipt r ON r.feed = a.feed AND r.seq = a.seq AND r.fact = 'acknowledged'
        WHERE a.rings AND a.released_at >= since AND a.released_at < until GROUP BY a.party, a.notice
    )
    SELECT s.id, s.name,
        (SELECT count(*) FROM lives l WHERE l.party = s.id),
        (SELECT count(*) FROM lives l WHERE l.party = s.id AND l.noticed),
        (SELECT count(*) FROM lives l WHERE l.party = s.id AND l.state IN ('ended', 'withdrawn', 'expired')),
        (SELECT count(*) FROM lives l WHERE l.party = s.id AND l.ghost),
        (SELECT coalesce(sum(d.times), 0)::bigint FROM drawn d WHERE d.party = s.id AND d.kind = 'what_if'),
        (SELECT count(*) FROM (SELECT DISTINCT d.unit, d.day FROM drawn d WHERE d.party = s.id AND d.times >=
            CASE d.kind WHEN 'overlap' THEN conduct_of.overlaps WHEN 'what_if' THEN what_ifs
                WHEN 'passage' THEN passages ELSE amendments END) AS used),
        (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.seconds)::double precision FROM answered a WHERE a.party = s.id)
    FROM shown s
$$;

REVOKE EXECUTE ON FUNCTION answer_of(uuid, integer),
    conduct_of(timestamptz, timestamptz, integer, integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION answer_of(uuid, integer),
    conduct_of(timestamptz, timestamptz, integer, integer, integer, integer) TO deconflict_api;

-- For the functions above, which run as the owner: in nobody's name there is nothing.
GRANT SELECT ON patrol, plan, alert, receipt, budget_draw, what_if, what_if_told TO deconflict_owner;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['patrol', 'plan', 'alert', 'receipt', 'budget_draw', 'what_if', 'what_if_told']
    LOOP
        EXECUTE format(
            'CREATE POLICY for_viewer ON %I FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL)', name);
    END LOOP;
END
$$;

ALTER TABLE what_if ALTER COLUMN envelope SET STATISTICS 0;
