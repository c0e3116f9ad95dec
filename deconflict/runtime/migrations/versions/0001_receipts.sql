-- How far each side of the desk's matters has been reached (ALR-03, DIS-08): of what it was told and is still told, how many
-- received, saw and acknowledged it, since when, and which rung it reached. Each side knows the matter as objects of its own,
-- so the way to its alerts leads over them; the desk is shown neither these nor whose feeds they are in.

-- What the function reads as the schema's owner: in the desk's name alone.
GRANT SELECT ON conflict, encounter, sos, sos_told, halt_told, escalated TO deconflict_owner;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['conflict', 'encounter', 'sos', 'sos_told', 'halt_told', 'escalated']
    LOOP
        EXECUTE format(
            'CREATE POLICY for_desk ON %I FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) = ''desk'')', name);
    END LOOP;
END
$$;

CREATE FUNCTION receipts_of(wanted uuid[])
    RETURNS TABLE (matter uuid, party uuid, told_at timestamptz, rings boolean, told bigint, received bigint,
        received_at timestamptz, seen bigint, seen_at timestamptz, acknowledged bigint, acknowledged_at timestamptz, rung text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH asked AS MATERIALIZED (
        SELECT DISTINCT w.id FROM unnest(receipts_of.wanted) AS w (id) WHERE (SELECT viewer_role()) = 'desk'
    ), side AS MATERIALIZED ( -- whom a matter concerns, whether or not they were told
        SELECT c.id AS matter, s.party, s.patrol, c.zone, NULL::uuid AS encounter, NULL::uuid AS unit
        FROM asked a JOIN conflict c ON c.id = a.id
        CROSS JOIN LATERAL (VALUES (c.party_a, c.patrol_a), (c.party_b, c.patrol_b)) AS s (party, patrol)
        WHERE s.party IS NOT NULL
        UNION ALL
        SELECT g.id, s.party, NULL, NULL, e.id, s.unit
        FROM asked a JOIN sighting g ON g.id = a.id AND g.party IS NULL JOIN encounter e ON e.id = g.encounter
        CROSS JOIN LATERAL (VALUES (e.party_a, e.unit_a), (e.party_b, e.unit_b)) AS s (party, unit)
        UNION ALL
        SELECT s.id, s.party, NULL, NULL, NULL, NULL FROM asked a JOIN sos s ON s.id = a.id
        UNION ALL
        SELECT t.sos, t.party, NULL, NULL, NULL, NULL FROM asked a JOIN sos_told t ON t.sos = a.id
        UNION ALL
        SELECT t.halt, t.party, NULL, NULL, NULL, NULL FROM asked a JOIN halt_told t ON t.halt = a.id
    ), known AS ( -- as what each side knows it, while that stands
        SELECT s.matter, s.party, g.id AS of, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN segment g ON g.conflict = s.matter AND g.party = s.party AND g.state NOT IN ('resolved', 'withheld')
        JOIN alert a ON a.segment = g.id
        UNION ALL
        SELECT s.matter, s.party, o.id, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN overlap o ON o.party = s.party AND o.patrol = s.patrol AND o.state NOT IN ('ended', 'withheld')
        JOIN alert a ON a.overlap = o.id
        UNION ALL
        SELECT s.matter, s.party, s.zone, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN alert a ON a.patrol = s.patrol AND a.zone = s.zone AND a.party = s.party
        UNION ALL
        SELECT s.matter, s.party, g.id, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN sighting g ON g.party = s.party AND g.state = 'open'
            AND (g.encounter = s.encounter OR (g.sight = 'area' AND g.unit = s.unit))
        JOIN alert a ON a.sighting = g.id
        UNION ALL
        SELECT s.matter, s.party, s.matter, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN alert a ON a.sos = s.matter AND a.party = s.party
        UNION ALL
        SELECT s.matter, s.party, t.id, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN sos_told t ON t.sos = s.matter AND t.party = s.party JOIN alert a ON a.sos = t.id
        UNION ALL
        SELECT s.matter, s.party, t.id, a.notice, a.kind, a.rings, a.released_at
        FROM side s JOIN halt_told t ON t.halt = s.matter AND t.party = s.party JOIN alert a ON a.notice = t.notice
    ), notices AS ( -- one stands in the feeds of several people
        SELECT k.matter, k.party, k.of, k.notice, k.kind, k.rings, min(k.released_at) AS at, count(*) AS told
        FROM known k GROUP BY k.matter, k.party, k.of, k.notice, k.kind, k.rings
    ), standing AS (
        SELECT n.*, first_value(n.kind) OVER (PARTITION BY n.matter, n.party, n.of ORDER BY n.at DESC, n.notice) AS last
        FROM notices n
    ), newest AS ( -- what rings asks for an answer: what was said of it since without ringing asks for none
        SELECT DISTINCT ON (s.matter, s.party, s.of) s.* FROM standing s WHERE s.last <> 'all_clear'
        ORDER BY s.matter, s.party, s.of, s.rings DESC, s.at DESC, s.notice
    )
    SELECT s.matter, s.party, n.at, n.rings, n.told, r.received, r.received_at, r.seen, r.seen_at, r.acknowledged,
        r.acknowledged_at,
        (SELECT e.rung FROM escalated e WHERE e.notice = n.notice
            ORDER BY array_position(ARRAY['devices', 'duty', 'desk', 'facilitator'], e.rung) DESC LIMIT 1)
    FROM (SELECT DISTINCT s.matter, s.party FROM side s) AS s
    LEFT JOIN newest n ON n.matter = s.matter AND n.party = s.party
    LEFT JOIN LATERAL (
        SELECT count(DISTINCT r.feed) AS received, min(r.at) AS received_at,
            count(*) FILTER (WHERE r.fact = 'seen') AS seen, min(r.at) FILTER (WHERE r.fact = 'seen') AS seen_at,
            count(*) FILTER (WHERE r.fact = 'acknowledged') AS acknowledged,
            min(r.at) FILTER (WHERE r.fact = 'acknowledged') AS acknowledged_at
        FROM receipt r WHERE r.notice = n.notice AND r.party = n.party
    ) AS r ON n.notice IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION receipts_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receipts_of(uuid[]) TO deconflict_api;
