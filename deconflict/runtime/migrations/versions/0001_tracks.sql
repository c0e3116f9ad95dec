-- Where units were (DIS-08): for the desk, which saw each of these positions as it came in, and for a party's officers
-- their own. The one way to `upload.fixes` but the checker's, so that no statistics of them are needed. A fix that came alone
-- stands for all of its unit's in `every_s` seconds. Beyond `most` bytes there is one row, which says how many they were.
CREATE FUNCTION tracks_of(since timestamptz, until timestamptz, wanted uuid, every_s double precision, most bigint)
    RETURNS TABLE (party uuid, unit uuid, fixes bytea, size bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH asked AS MATERIALIZED ( -- nothing of what an open conflict keeps for longer
        SELECT greatest(tracks_of.since, service_now() - interval '72 hours') AS since
    ), seen AS ( -- row by row of these parties' indexes: how long it takes must not tell how much others report
        SELECT s.* FROM unnest(ARRAY(SELECT v.party FROM viewer_parties() AS v (party)
            WHERE (SELECT viewer_role()) IN ('desk', 'liaison', 'duty_officer'))) AS p (party)
        CROSS JOIN LATERAL (
            (SELECT u.party, u.unit, u.id, u.last_at, u.fixes, octet_length(u.fixes) AS bytes FROM upload u
                WHERE u.party = p.party AND (tracks_of.wanted IS NULL OR u.unit = tracks_of.wanted)
                    AND u.received_at >= (SELECT a.since FROM asked a) - interval '1 minute'
                    AND u.received_at <= tracks_of.until + interval '6 minutes'
                    AND u.first_at <= tracks_of.until AND u.last_at >= (SELECT a.since FROM asked a)
                OFFSET 0)
            UNION ALL
            (SELECT u.party, u.unit, u.id, u.last_at, u.fixes, octet_length(u.fixes) FROM upload u
                WHERE u.party = p.party AND (tracks_of.wanted IS NULL OR u.unit = tracks_of.wanted)
                    AND (u.late OR u.received_at - u.first_at > interval '5 minutes')
                    AND u.received_at > tracks_of.until + interval '6 minutes'
                    AND u.received_at >= (SELECT a.since FROM asked a) - interval '1 minute'
                    AND u.first_at <= tracks_of.until AND u.last_at >= (SELECT a.since FROM asked a)
                OFFSET 0)
        ) AS s
    ), thinned AS MATERIALIZED (
        (SELECT DISTINCT ON (s.unit, floor(extract(epoch FROM s.last_at) / tracks_of.every_s)) s.* FROM seen s
            WHERE s.bytes = 48 ORDER BY s.unit, floor(extract(epoch FROM s.last_at) / tracks_of.every_s), s.last_at, s.id)
        UNION ALL
        SELECT s.* FROM seen s WHERE s.bytes > 48
    ), whole AS (
        SELECT coalesce(sum(t.bytes), 0)::bigint AS size FROM thinned t
    )
    SELECT t.party, t.unit, string_agg(t.fixes, ''::bytea ORDER BY t.last_at, t.id), w.size
    FROM thinned t CROSS JOIN whole w WHERE w.size <= tracks_of.most GROUP BY t.party, t.unit, w.size
    UNION ALL
    SELECT NULL, NULL, NULL, w.size FROM whole w WHERE w.size > tracks_of.most
$$;
REVOKE EXECUTE ON FUNCTION tracks_of(timestamptz, timestamptz, uuid, double precision, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tracks_of(timestamptz, timestamptz, uuid, double precision, bigint) TO deconflict_api;
