-- The database's wall (SEC-01): who is looking, which rows that shows, and what each role may do.

-- What hours on record are compared with: the database's own clock, which no viewer can set. (Tests, whose hours are of a
-- world that stands still, put another function in its place.) Of signatures the age is measured by now() itself.
CREATE FUNCTION service_now() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT now() $$;
REVOKE EXECUTE ON FUNCTION service_now() FROM PUBLIC;

-- Who is looking. The context is signed by the service with a key that its login cannot read; what does not verify is
-- nobody, and nobody sees nothing. These functions run as their owner, with a fixed search path.

CREATE FUNCTION viewer_claims() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := string_to_array(nullif(current_setting('deconflict.context', true), ''), '|');
    key context_key;
BEGIN
    IF claims IS NULL OR cardinality(claims) <> 6 THEN
        RETURN NULL;
    END IF;
    SELECT * INTO key FROM context_key;
    IF encode(sha256(key.outer_pad || sha256(key.inner_pad
            || convert_to(array_to_string(claims[1:5], '|'), 'UTF8'))), 'hex') IS DISTINCT FROM claims[6] THEN
        RETURN NULL;
    END IF;
    -- What was signed for one transaction is of no use in a later one; the machines' clocks may differ by this much.
    IF abs(extract(epoch FROM now()) - claims[5]::bigint) > 900 THEN
        RETURN NULL;
    END IF;
    RETURN claims;
END
$$;

-- In plpgsql, whose plans a session keeps: a policy asks once in each query, and as SQL that cost more than the query.

CREATE FUNCTION viewer_purpose() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN (viewer_claims())[4];
END
$$;

CREATE FUNCTION viewer_role() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    RETURN CASE WHEN claims[4] = 'viewer' THEN claims[3] END;
END
$$;

CREATE FUNCTION viewer_person() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    RETURN CASE WHEN claims[4] = 'viewer' THEN claims[1]::uuid END;
END
$$;

-- The viewer's own party: one row or none.
CREATE FUNCTION viewer_party() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    IF claims[4] = 'viewer' AND claims[2] <> '' THEN
        RETURN NEXT claims[2]::uuid;
    END IF;
END
$$;

-- The parties whose patrols the viewer sees: its own; all for the neutral desk (DIS-08).
CREATE FUNCTION viewer_parties() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    IF claims[4] = 'viewer' AND claims[3] = 'desk' THEN
        RETURN QUERY SELECT id FROM party;
    ELSIF claims[4] = 'viewer' AND claims[2] <> '' THEN
        RETURN NEXT claims[2]::uuid;
    END IF;
END
$$;

-- The parties whose units and people the viewer sees: its own; all for every neutral role.
CREATE FUNCTION viewer_directory() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    IF claims[4] = 'viewer' AND claims[3] IN ('desk', 'facilitator', 'oversight', 'operator') THEN
        RETURN QUERY SELECT id FROM party;
    ELSIF claims[4] = 'viewer' AND claims[2] <> '' THEN
        RETURN NEXT claims[2]::uuid;
    END IF;
END
$$;

-- The viewer's feed: a person's own; the desk's for all who staff it (IDN-03).
CREATE FUNCTION viewer_feeds() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    claims text[] := viewer_claims();
BEGIN
    IF claims[4] = 'viewer' AND claims[3] = 'desk' THEN
        RETURN QUERY SELECT id FROM feed WHERE person IS NULL;
    ELSIF claims[4] = 'viewer' THEN
        RETURN QUERY SELECT id FROM feed WHERE person = claims[1]::uuid;
    END IF;
END
$$;

-- What the door may ask before anybody is known. Each answers nothing outside the door's own transactions.

CREATE FUNCTION credential_of(wanted_login text, wanted_slug text)
    RETURNS TABLE (person uuid, party uuid, role text, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT p.id, p.party, p.role, c.password_hash
    FROM person p JOIN credential c ON c.person = p.id LEFT JOIN party y ON y.id = p.party
    WHERE viewer_purpose() = 'door' AND p.login = wanted_login AND y.slug IS NOT DISTINCT FROM wanted_slug
      AND p.disabled_at IS NULL
$$;

CREATE FUNCTION device_of(wanted uuid)
    RETURNS TABLE (person uuid, party uuid, role text, unit uuid, secret_hash bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT p.id, p.party, p.role, p.unit, d.secret_hash
    FROM device d JOIN person p ON p.id = d.person
    WHERE viewer_purpose() = 'door' AND d.id = wanted AND d.secret_hash IS NOT NULL AND d.revoked_at IS NULL AND p.disabled_at IS NULL
$$;

-- Whoever asks is seen, which is written down once a minute.
CREATE FUNCTION session_of(wanted_hash bytea, at timestamptz)
    RETURNS TABLE (session uuid, person uuid, party uuid, role text, unit uuid, device uuid, expires_at timestamptz)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE session s SET last_seen_at = session_of.at
    WHERE viewer_purpose() = 'door' AND s.token_hash = wanted_hash AND s.ended_at IS NULL
        AND s.last_seen_at <= session_of.at - interval '1 minute';
    SELECT s.id, p.id, p.party, p.role, p.unit, s.device, s.expires_at
    FROM session s JOIN person p ON p.id = s.person LEFT JOIN device d ON d.id = s.device
    WHERE viewer_purpose() = 'door' AND s.token_hash = wanted_hash AND s.ended_at IS NULL AND s.expires_at > at
      AND p.disabled_at IS NULL AND d.revoked_at IS NULL
$$;

CREATE FUNCTION take_ticket(wanted_hash bytea, at timestamptz)
    RETURNS TABLE (session uuid, person uuid, party uuid, role text, unit uuid, device uuid, expires_at timestamptz)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH taken AS (
        DELETE FROM ticket t WHERE viewer_purpose() = 'door' AND t.ticket_hash = wanted_hash
        RETURNING t.session, t.expires_at
    )
    SELECT s.id, p.id, p.party, p.role, p.unit, s.device, s.expires_at
    FROM taken k JOIN session s ON s.id = k.session JOIN person p ON p.id = s.person LEFT JOIN device d ON d.id = s.device
    WHERE k.expires_at > at AND s.ended_at IS NULL AND s.expires_at > at
      AND p.disabled_at IS NULL AND d.revoked_at IS NULL
$$;

-- What the live hub asks: how far the feeds it serves have grown, and which of its sessions are still open.
CREATE FUNCTION feed_heads(wanted uuid[]) RETURNS TABLE (feed uuid, last_seq bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT f.id, f.last_seq FROM feed f WHERE viewer_purpose() = 'hub' AND f.id = ANY (wanted) $$;

CREATE FUNCTION open_sessions(wanted uuid[], at timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT s.id
    FROM session s JOIN person p ON p.id = s.person LEFT JOIN device d ON d.id = s.device
    WHERE viewer_purpose() = 'hub' AND s.id = ANY (wanted) AND s.ended_at IS NULL AND s.expires_at > at
      AND p.disabled_at IS NULL AND d.revoked_at IS NULL
$$;

-- How often either side has signed or taken back something that concerns those parties: their sockets fetch anew when
-- it changes (DIS-02). Not when that was last: of two at once the earlier may be committed later.
-- A party's people ask of their own: a socket has to know as of which moment it was shown what it is sent.
CREATE FUNCTION times_agreed(wanted uuid[]) RETURNS TABLE (party uuid, times bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT w.id,
        (SELECT count(*) FROM agreement_signature s WHERE w.id IN (s.party, s.other))
        + (SELECT count(*) FROM lowering l WHERE w.id IN (l.party, l.other))
    FROM unnest(wanted) AS w (id)
    WHERE viewer_purpose() = 'hub' OR w.id = ANY (ARRAY(SELECT viewer_party()))
$$;

-- Whether an engine is active: the one lock of all that the service may know of. Its number: runtime/locks.py.
CREATE FUNCTION engine_runs(lock bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objid = lock AND classid = 0 AND objsubid = 1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
$$;

-- Whoever puts a unit on a patrol waits here for whoever is doing so: waiting in the constraint that keeps it in one place,
-- two of them would wait for each other. A party's own units alone, and any for the engine.
CREATE FUNCTION hold_unit(wanted uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT FROM unit u WHERE u.id = hold_unit.wanted AND (u.party = ANY (ARRAY(SELECT viewer_parties()))
        OR pg_has_role(session_user, 'deconflict_checker', 'MEMBER')) FOR NO KEY UPDATE
$$;

-- What two parties may see of each other at the most until the checker has brought what they were shown in line with
-- what one of them took back, or with a text that has run out (DIS-02): nothing read after that commit shows more.
CREATE FUNCTION viewer_ceiling(one uuid, other uuid) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT least(4,
        (SELECT min(l.lowest) FROM lowering l WHERE l.applied_at IS NULL
            AND (l.party, l.other) IN ((viewer_ceiling.one, viewer_ceiling.other), (viewer_ceiling.other, viewer_ceiling.one))),
        (SELECT min(s.lowest) FROM agreement_signature s WHERE s.applied_at IS NULL
            AND (s.party, s.other) IN ((viewer_ceiling.one, viewer_ceiling.other), (viewer_ceiling.other, viewer_ceiling.one))),
        (SELECT 0 FROM agreement a WHERE a.ended_applied_at IS NULL AND a.state IN ('ratified', 'expired') AND a.expires_at <= (SELECT service_now())
            AND (a.party_a, a.party_b) IN ((viewer_ceiling.one, viewer_ceiling.other), (viewer_ceiling.other, viewer_ceiling.one))
            LIMIT 1))
$$;

-- What overlaps told in those revisions: for each, a row without a rival with all the hours, and at level 2 a row for
-- each rival with the cells shared with it. Without a row there is nothing to be seen of it; that it is over or
-- withheld (no hours) tells of nobody, and is read at any level. `bound` is the deployment's default level, for pairs
-- without an agreement.
CREATE FUNCTION told_of(wanted uuid[], revisions integer[], bound integer)
    RETURNS TABLE (overlap uuid, revision integer, rival uuid, hours bigint[], cells bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH told AS MATERIALIZED (
        SELECT t.*, o.party
        FROM unnest(wanted, revisions) AS w (overlap, revision)
        JOIN overlap o ON o.id = w.overlap AND o.party = ANY (ARRAY(SELECT viewer_parties()))
        JOIN overlap_told t ON t.overlap = w.overlap AND t.revision = w.revision
    ), pair AS MATERIALIZED ( -- the ceiling is asked for once between two parties, not once for each overlap
        SELECT p.party, p.rival, viewer_ceiling(p.party, p.rival) AS ceiling
        FROM (SELECT DISTINCT party, rival FROM told) AS p
    ), seen AS (
        SELECT t.*, CASE WHEN (SELECT viewer_role()) = 'desk' THEN 4
            ELSE least(p.ceiling, CASE WHEN t.agreed THEN 4 ELSE bound END) END AS level
        FROM told t JOIN pair p ON p.party = t.party AND p.rival = t.rival
    )
    SELECT s.overlap, s.revision, NULL::uuid,
        coalesce(array_agg(DISTINCT hour ORDER BY hour) FILTER (WHERE hour IS NOT NULL), '{}'), NULL::bytea
    FROM seen s LEFT JOIN LATERAL unnest(s.hours) AS hour ON true
    WHERE s.level >= 1 OR s.hours = '{}' GROUP BY s.overlap, s.revision
    UNION ALL
    SELECT s.overlap, s.revision, s.rival, s.hours, s.cells FROM seen s WHERE s.level >= 2 AND s.cells IS NOT NULL
$$;

REVOKE EXECUTE ON FUNCTION hold_unit(uuid), times_agreed(uuid[]), viewer_ceiling(uuid, uuid), told_of(uuid[], integer[], integer), engine_runs(bigint), viewer_claims(), viewer_purpose(), viewer_role(), viewer_person(), viewer_party(),
    viewer_parties(), viewer_directory(), viewer_feeds(), credential_of(text, text), device_of(uuid),
    session_of(bytea, timestamptz), take_ticket(bytea, timestamptz), feed_heads(uuid[]),
    open_sessions(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_unit(uuid) TO deconflict_api, deconflict_checker;
GRANT EXECUTE ON FUNCTION times_agreed(uuid[]), told_of(uuid[], integer[], integer), engine_runs(bigint), viewer_role(), viewer_person(), viewer_party(), viewer_parties(), viewer_directory(),
    viewer_feeds(), credential_of(text, text), device_of(uuid), session_of(bytea, timestamptz),
    take_ticket(bytea, timestamptz), feed_heads(uuid[]), open_sessions(uuid[], timestamptz) TO deconflict_api;

-- Row policies. Forced, so that they hold for the owner of the tables as well.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['deployment', 'context_key', 'party', 'unit', 'person', 'credential', 'device', 'session',
        'ticket', 'ledger_entry', 'patrol', 'plan', 'submission', 'review', 'check_due', 'zone', 'conflict', 'finding', 'oracle_run',
        'shared_cover', 'overlap', 'overlap_revision', 'overlap_told', 'notice', 'feed', 'alert', 'receipt']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    -- Administration on the machine itself, and what the functions above read. Patrols, plans and conflicts are not there.
    FOREACH name IN ARRAY ARRAY['deployment', 'context_key', 'party', 'unit', 'person', 'credential', 'device', 'session',
        'ticket', 'feed', 'ledger_entry']
    LOOP
        EXECUTE format('CREATE POLICY owner_all ON %I TO deconflict_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO deconflict_owner', name);
    END LOOP;
    -- The checker reads and writes across parties, and has no network surface (CON-01).
    FOREACH name IN ARRAY ARRAY['deployment', 'party', 'unit', 'person', 'ledger_entry', 'patrol', 'plan', 'review', 'check_due',
        'zone', 'conflict', 'finding', 'oracle_run', 'shared_cover', 'overlap', 'overlap_revision', 'overlap_told', 'notice', 'feed', 'alert', 'receipt']
    LOOP
        EXECUTE format('CREATE POLICY checker_all ON %I TO deconflict_checker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

REVOKE UPDATE, DELETE ON ledger_entry FROM deconflict_owner;
GRANT SELECT ON deployment, party, unit, person, review, zone, receipt TO deconflict_checker;
GRANT SELECT, INSERT ON ledger_entry, overlap_revision, alert TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE ON conflict, finding, overlap, notice TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON shared_cover, oracle_run, overlap_told TO deconflict_checker;
GRANT SELECT, DELETE, INSERT ON check_due TO deconflict_checker;
GRANT SELECT, UPDATE ON patrol, plan, feed TO deconflict_checker;

-- Of the oracle's runs everybody may know the difference, which is 0; how much was compared is the operator's.
GRANT SELECT (at, difference) ON oracle_run TO deconflict_api;
CREATE POLICY everyone ON oracle_run FOR SELECT TO deconflict_api USING (true);

GRANT SELECT ON deployment TO deconflict_api;
CREATE POLICY everyone ON deployment FOR SELECT TO deconflict_api USING (true);

GRANT SELECT, INSERT ON party, unit TO deconflict_api;
CREATE POLICY directory ON party FOR SELECT TO deconflict_api USING (id = ANY (ARRAY(SELECT viewer_directory())));
CREATE POLICY operator ON party FOR INSERT TO deconflict_api WITH CHECK ((SELECT viewer_role()) = 'operator');
CREATE POLICY directory ON unit FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_directory())));
CREATE POLICY operator ON unit FOR INSERT TO deconflict_api WITH CHECK ((SELECT viewer_role()) IN ('operator', 'desk'));

GRANT SELECT, INSERT ON person TO deconflict_api;
CREATE POLICY directory ON person FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_directory())) OR id = (SELECT viewer_person())
        OR (party IS NULL AND (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight', 'operator')));
CREATE POLICY operator ON person FOR INSERT TO deconflict_api WITH CHECK ((SELECT viewer_role()) = 'operator');
GRANT INSERT ON credential TO deconflict_api;
CREATE POLICY operator ON credential FOR INSERT TO deconflict_api WITH CHECK ((SELECT viewer_role()) = 'operator');
GRANT SELECT (id, person, party, name, code_expires_at, enrolled_at, revoked_at), INSERT, UPDATE (revoked_at)
    ON device TO deconflict_api;
CREATE POLICY own ON device FOR SELECT TO deconflict_api
    USING (person = (SELECT viewer_person()) OR (SELECT viewer_role()) = 'operator');
CREATE POLICY operator ON device FOR INSERT TO deconflict_api WITH CHECK ((SELECT viewer_role()) = 'operator');
CREATE POLICY own_revoke ON device FOR UPDATE TO deconflict_api
    USING ((person = (SELECT viewer_person()) AND NOT EXISTS (SELECT FROM person own
            WHERE own.id = (SELECT viewer_person()) AND own.unit IS NOT NULL))  -- one that was found must not end the others
        OR (SELECT viewer_role()) = 'operator')
    WITH CHECK (revoked_at IS NOT NULL);

GRANT SELECT (id, person, device, created_at, expires_at, ended_at, last_seen_at, address, agent), INSERT, UPDATE (ended_at)
    ON session TO deconflict_api;
CREATE POLICY own ON session FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()));
GRANT INSERT ON ticket TO deconflict_api;
CREATE POLICY own ON ticket FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person())
        AND EXISTS (SELECT FROM session own WHERE own.id = ticket.session AND own.person = ticket.person));

GRANT SELECT, INSERT ON ledger_entry TO deconflict_api;
CREATE POLICY own ON ledger_entry FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY append ON ledger_entry FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND (party IS NULL OR party = ANY (ARRAY(SELECT viewer_directory()))));

GRANT SELECT, INSERT, UPDATE (state, version, note, late, after_the_fact, registered_by, registered_at)
    ON patrol TO deconflict_api;
CREATE POLICY seen ON patrol FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON patrol FOR INSERT TO deconflict_api WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY change ON patrol FOR UPDATE TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
GRANT SELECT, INSERT, UPDATE (current, after_the_fact) ON plan TO deconflict_api;
CREATE POLICY seen ON plan FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON plan FOR INSERT TO deconflict_api WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY change ON plan FOR UPDATE TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
GRANT SELECT, INSERT, UPDATE (answer) ON submission TO deconflict_api;
CREATE POLICY own ON submission FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()));
GRANT SELECT, INSERT, UPDATE (closed_at, closed_by, outcome) ON review TO deconflict_api;
CREATE POLICY desk ON review FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) = 'desk');
CREATE POLICY desk_close ON review FOR UPDATE TO deconflict_api USING ((SELECT viewer_role()) = 'desk');
CREATE POLICY own ON review FOR INSERT TO deconflict_api WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())));
GRANT INSERT ON check_due TO deconflict_api;
CREATE POLICY append ON check_due FOR INSERT TO deconflict_api
    WITH CHECK ((party = ANY (ARRAY(SELECT viewer_parties())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'))
        -- Half a pair would stop the checker; two others' would have it compare all that they do.
        AND CASE WHEN pair_a IS NULL THEN pair_b IS NULL
                 ELSE pair_a < pair_b AND patrol IS NULL AND ARRAY(SELECT viewer_party()) && ARRAY[pair_a, pair_b] END);

GRANT SELECT, INSERT, UPDATE (removed_at) ON zone TO deconflict_api;
CREATE POLICY seen ON zone FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())) OR (party IS NULL AND (SELECT viewer_person()) IS NOT NULL));
CREATE POLICY own ON zone FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'));
CREATE POLICY change ON zone FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'));

GRANT SELECT, UPDATE (state, updated_at, resolution) ON conflict TO deconflict_api;
CREATE POLICY exact ON conflict FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) IN ('desk', 'facilitator'));
CREATE POLICY desk ON conflict FOR UPDATE TO deconflict_api USING ((SELECT viewer_role()) = 'desk');
GRANT SELECT ON finding TO deconflict_api;
CREATE POLICY exact ON finding FOR SELECT TO deconflict_api USING ((SELECT viewer_role()) IN ('desk', 'facilitator'));

GRANT SELECT (id, reference, party, patrol, state, revision, change, released_at), UPDATE (state) ON overlap TO deconflict_api;
CREATE POLICY seen ON overlap FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON overlap FOR UPDATE TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_party())));
-- For `told_of`, which runs as the owner: in nobody's name there is nothing.
GRANT SELECT ON overlap, overlap_told, agreement, agreement_signature, lowering TO deconflict_owner;
CREATE POLICY for_viewer ON overlap FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
CREATE POLICY for_viewer ON overlap_told FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
CREATE POLICY for_viewer ON agreement FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);
CREATE POLICY for_viewer ON agreement_signature FOR SELECT TO deconflict_owner
    USING ((SELECT viewer_role()) IS NOT NULL OR (SELECT viewer_purpose()) = 'hub');
CREATE POLICY for_viewer ON lowering FOR SELECT TO deconflict_owner
    USING ((SELECT viewer_role()) IS NOT NULL OR (SELECT viewer_purpose()) = 'hub');
GRANT SELECT ON overlap_revision TO deconflict_api;
CREATE POLICY seen ON overlap_revision FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));

-- A party stores a notice for the desk about itself together with what it did; it reads none.
GRANT INSERT ON notice TO deconflict_api;
-- A notice that cannot be shown would end the desk's feed, so it has to speak of a patrol that the writer sees.
CREATE POLICY to_desk ON notice FOR INSERT TO deconflict_api
    WITH CHECK (party IS NULL AND released_at IS NULL AND closed_at IS NULL
        AND conflict IS NULL AND finding IS NULL AND zone IS NULL AND segment IS NULL
        AND rendezvous IS NULL AND joint_patrol IS NULL
        AND CASE kind WHEN 'review' THEN change = 'opened' AND review IS NOT NULL
                      WHEN 'patrol' THEN change IN ('off_plan', 'contingent') AND review IS NULL
                      ELSE false END
        AND EXISTS (SELECT FROM patrol seen WHERE seen.id = notice.patrol));
GRANT SELECT, INSERT ON feed TO deconflict_api;
CREATE POLICY own ON feed FOR SELECT TO deconflict_api USING (id = ANY (ARRAY(SELECT viewer_feeds())));
CREATE POLICY operator ON feed FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) = 'operator' AND last_seq = 0 AND person IS NOT NULL);
GRANT SELECT ON alert TO deconflict_api;
CREATE POLICY own ON alert FOR SELECT TO deconflict_api USING (feed = ANY (ARRAY(SELECT viewer_feeds())));
GRANT SELECT, INSERT ON receipt TO deconflict_api;
CREATE POLICY seen ON receipt FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())) OR feed = ANY (ARRAY(SELECT viewer_feeds())));
-- For whose side something was acknowledged is not the writer's to say: only its own party, or the neutral staff.
CREATE POLICY own ON receipt FOR INSERT TO deconflict_api
    WITH CHECK (feed = ANY (ARRAY(SELECT viewer_feeds())) AND person = (SELECT viewer_person())
        AND party IS NOT DISTINCT FROM (SELECT viewer_party()));

-- Agreements: seen by the two parties and by the neutral staff; each side writes for itself alone (DIS-02).
-- Nobody's vote but the party's own raises anything: what holds follows from signatures, never from an agreement's state.

-- What an agreement calls a party, for whoever was given its id: ids are random and in no list (IDN-04).
CREATE FUNCTION party_name(wanted uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT name FROM party WHERE id = wanted AND viewer_person() IS NOT NULL $$;

-- Lets what one party signs and takes back happen one after the other. Only its own: others' waiting would tell of it.
CREATE FUNCTION hold_own_party() RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT id FROM party WHERE id IN (SELECT viewer_party()) FOR NO KEY UPDATE $$;

-- Whether an agreement's state may become that (DIS-02): it follows from signatures, which nobody else can store. A text
-- that both ratified ends only when both have ratified a later one; that it runs out is the checker's to say.
CREATE FUNCTION agreement_may_become(wanted uuid, next text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH signed AS (
        SELECT a.id, a.state, a.party_a, a.party_b, count(s.at) AS names, max(s.at) AS at
        FROM agreement this
        JOIN agreement a ON (a.party_a, a.party_b) = (this.party_a, this.party_b)
        LEFT JOIN agreement_signature s ON s.agreement = a.id
        WHERE this.id = wanted
            AND (viewer_role() = 'facilitator' OR (SELECT viewer_party()) IN (this.party_a, this.party_b))
        GROUP BY a.id
    )
    SELECT CASE next
        WHEN 'signed' THEN old.state IN ('drafted', 'signed') AND old.names = 1
        WHEN 'ratified' THEN old.state IN ('signed', 'ratified') AND old.names = 2
        WHEN 'withdrawn' THEN old.state IN ('drafted', 'signed') AND old.names < 2
        WHEN 'superseded' THEN old.state = 'ratified'
            AND EXISTS (SELECT FROM signed later WHERE later.names = 2 AND later.at > old.at)
        ELSE false END
    FROM signed old WHERE old.id = wanted
$$;

REVOKE EXECUTE ON FUNCTION party_name(uuid), hold_own_party(), agreement_may_become(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION party_name(uuid), hold_own_party(), agreement_may_become(uuid, text) TO deconflict_api;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['agreement', 'agreement_signature', 'party_key', 'lowering']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY checker_all ON %I TO deconflict_checker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
GRANT SELECT ON party_key TO deconflict_checker;
GRANT SELECT, UPDATE ON agreement, agreement_signature, lowering TO deconflict_checker;

GRANT SELECT (id, reference, party_a, party_b, state, text, drafter, drafted_at, expires_at, ratified_at, ended_at), INSERT,
    UPDATE (state, ratified_at, ended_at) ON agreement TO deconflict_api;
CREATE POLICY seen ON agreement FOR SELECT TO deconflict_api
    USING (party_a = ANY (ARRAY(SELECT viewer_party())) OR party_b = ANY (ARRAY(SELECT viewer_party()))
        OR (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight'));
CREATE POLICY draft ON agreement FOR INSERT TO deconflict_api
    WITH CHECK (drafted_by = (SELECT viewer_person()) AND state = 'drafted'
        AND ratified_at IS NULL AND ended_at IS NULL AND ended_applied_at IS NULL
        AND CASE WHEN (SELECT viewer_role()) = 'facilitator' THEN drafter IS NULL
                 WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer')
                     THEN drafter IS NOT NULL AND drafter = ANY (ARRAY(SELECT viewer_party()))
                 ELSE false END);
CREATE POLICY change ON agreement FOR UPDATE TO deconflict_api
    USING ((SELECT viewer_role()) = 'facilitator' OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND (party_a = ANY (ARRAY(SELECT viewer_party())) OR party_b = ANY (ARRAY(SELECT viewer_party())))))
    WITH CHECK (agreement_may_become(id, state)
        AND (state = 'superseded' OR (ratified_at IS NULL) = (state <> 'ratified'))
        AND (ended_at IS NULL) = (state IN ('signed', 'ratified')));

GRANT SELECT (agreement, party, other, key, value, lowest, at), INSERT ON agreement_signature TO deconflict_api;
CREATE POLICY seen ON agreement_signature FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR other = ANY (ARRAY(SELECT viewer_party()))
        OR (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight'));
CREATE POLICY own ON agreement_signature FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer') AND applied_at IS NULL
        AND EXISTS (SELECT FROM agreement seen WHERE seen.id = agreement_signature.agreement
            AND seen.state IN ('drafted', 'signed') AND seen.party_a = least(party, other)
            AND seen.party_b = greatest(party, other))
        AND EXISTS (SELECT FROM party_key own WHERE own.id = agreement_signature.key
            AND own.party = agreement_signature.party AND own.revoked_at IS NULL));

GRANT SELECT (id, party, name, public, registered_at, revoked_at), INSERT, UPDATE (revoked_at)
    ON party_key TO deconflict_api;
CREATE POLICY seen ON party_key FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight')
        OR EXISTS (SELECT FROM agreement seen WHERE party_key.party IN (seen.party_a, seen.party_b)));
CREATE POLICY own ON party_key FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer') AND revoked_at IS NULL);
CREATE POLICY revoke ON party_key FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'))
    WITH CHECK (revoked_at IS NOT NULL);

GRANT SELECT (id, party, other, levels, lowest, at), INSERT ON lowering TO deconflict_api;
CREATE POLICY seen ON lowering FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR other = ANY (ARRAY(SELECT viewer_party()))
        OR (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight'));
CREATE POLICY own ON lowering FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer') AND applied_at IS NULL);

-- Statistics of places would show through the planner's estimates where rivals are; the index needs none.
ALTER TABLE plan ALTER COLUMN envelope SET STATISTICS 0;
ALTER TABLE zone ALTER COLUMN envelope SET STATISTICS 0, ALTER COLUMN outline SET STATISTICS 0;
-- And they would tell who agrees with whom.
ALTER TABLE agreement ALTER COLUMN party_a SET STATISTICS 0, ALTER COLUMN party_b SET STATISTICS 0,
    ALTER COLUMN drafter SET STATISTICS 0;
ALTER TABLE agreement_signature ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE lowering ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE party_key ALTER COLUMN party SET STATISTICS 0;
