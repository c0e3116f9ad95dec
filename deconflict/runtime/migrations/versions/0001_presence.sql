-- Who is connected: a row a session, written by the live hubs of however many processes there are.
CREATE TABLE presence (
    session UUID NOT NULL,
    person UUID NOT NULL,
    party UUID,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (session),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT presence_since CHECK (since <= seen_at)
);

CREATE INDEX presence_seen ON presence (seen_at);

SELECT guard('presence');
GRANT SELECT, INSERT, UPDATE, DELETE ON presence TO deconflict_owner;
CREATE POLICY owner_all ON presence TO deconflict_owner USING (true) WITH CHECK (true);

-- The room sees who can be reached; of a party its officers see their own people.
GRANT SELECT ON presence TO deconflict_api;
CREATE POLICY seen ON presence FOR SELECT TO deconflict_api
    USING ((SELECT viewer_role()) IN ('desk', 'facilitator')
        OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer') AND party = ANY (ARRAY(SELECT viewer_party()))));

-- Statistics would show through the planner's estimates when rivals are connected.
ALTER TABLE presence ALTER COLUMN session SET STATISTICS 0, ALTER COLUMN person SET STATISTICS 0,
    ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN since SET STATISTICS 0, ALTER COLUMN seen_at SET STATISTICS 0;

-- Those sessions hold a live socket now. After a break of three beats it is since now that they do; a month is kept.
CREATE FUNCTION note_presence(wanted uuid[], at timestamptz) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    INSERT INTO presence (session, person, party, since, seen_at)
    SELECT s.id, p.id, p.party, note_presence.at, note_presence.at FROM session s JOIN person p ON p.id = s.person
    WHERE viewer_purpose() = 'door' AND s.id = ANY (wanted) ORDER BY s.id
    ON CONFLICT (session) DO UPDATE SET seen_at = greatest(presence.seen_at, excluded.seen_at),
        since = CASE WHEN presence.seen_at < excluded.seen_at - interval '45 seconds' THEN excluded.since ELSE presence.since END;
    DELETE FROM presence WHERE viewer_purpose() = 'door' AND seen_at < note_presence.at - interval '30 days';
$$;
REVOKE EXECUTE ON FUNCTION note_presence(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_presence(uuid[], timestamptz) TO deconflict_api;
