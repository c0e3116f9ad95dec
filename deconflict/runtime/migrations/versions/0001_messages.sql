-- What two sides say to each other and to the desk, and whom to call. Each viewer has rows of its own under ids of its
-- own: what somebody sent, and what the checker carried to them.
CREATE TABLE message (
    id UUID NOT NULL,
    party UUID,
    other UUID,
    state TEXT NOT NULL,
    role TEXT NOT NULL,
    person UUID,
    name TEXT,
    text TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    about UUID[] NOT NULL,
    conflict UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    carried_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id),
    CONSTRAINT message_text CHECK (length(text) BETWEEN 1 AND 2000),
    CONSTRAINT message_state CHECK (state IN ('sent', 'delivered', 'undelivered', 'received')),
    CONSTRAINT message_carried CHECK ((state = 'sent') = (carried_at IS NULL)),
    CONSTRAINT message_ends CHECK (party IS DISTINCT FROM other)
);

CREATE INDEX message_to_carry ON message (at) WHERE state = 'sent';

CREATE INDEX message_party_at ON message (party, at, id);

-- What the other side is to have when it is told of its overlap again. That it waits would tell the sender why.
CREATE TABLE held_message (
    message UUID NOT NULL,
    PRIMARY KEY (message),
    FOREIGN KEY(message) REFERENCES message (id)
);

CREATE TABLE liaison (
    party UUID NOT NULL,
    name TEXT NOT NULL,
    reach TEXT NOT NULL,
    person UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (party),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT liaison_said CHECK (length(name) BETWEEN 1 AND 200 AND length(reach) BETWEEN 1 AND 500)
);

SELECT guard_for_checker('message', 'held_message');
SELECT guard('liaison');
GRANT SELECT, INSERT, UPDATE ON message TO deconflict_checker;
GRANT SELECT, INSERT, DELETE ON held_message TO deconflict_checker;

GRANT SELECT, INSERT ON message TO deconflict_api;
CREATE POLICY own ON message FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) OR (party IS NULL AND (SELECT viewer_role()) = 'desk'));
-- Under one's own name and role, about an overlap of one's own; the desk about any, or about a conflict.
CREATE POLICY say ON message FOR INSERT TO deconflict_api
    WITH CHECK (state = 'sent' AND person = (SELECT viewer_person()) AND role = (SELECT viewer_role())
        AND EXISTS (SELECT FROM person p WHERE p.id = message.person AND p.name = message.name)
        AND cardinality(about) = CASE WHEN conflict IS NULL THEN 1 ELSE 0 END
        AND CASE WHEN (SELECT viewer_role()) = 'desk' THEN party IS NULL AND other IS NOT NULL
                     AND (EXISTS (SELECT FROM conflict c WHERE c.id = message.conflict AND message.other IN (c.party_a, c.party_b))
                         OR EXISTS (SELECT FROM overlap o WHERE o.id = message.about[1] AND o.party = message.other))
                 WHEN (SELECT viewer_role()) IN ('liaison', 'duty_officer') THEN party = ANY (ARRAY(SELECT viewer_party()))
                     AND EXISTS (SELECT FROM overlap o WHERE o.id = message.about[1] AND o.party = message.party)
                 ELSE false END);

-- Whom to call on the other side (DIS-03): for those to whom one of these overlaps names it at level 2 at this moment.
CREATE FUNCTION liaison_of(wanted uuid[], revisions integer[]) RETURNS TABLE (party uuid, name text, reach text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT l.party, l.name, l.reach FROM liaison l
    WHERE l.party IN (SELECT t.rival FROM told_of(wanted, revisions, 4) t WHERE t.rival IS NOT NULL)
$$;
REVOKE EXECUTE ON FUNCTION liaison_of(uuid[], integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION liaison_of(uuid[], integer[]) TO deconflict_api;
GRANT SELECT ON liaison TO deconflict_owner;
CREATE POLICY for_viewer ON liaison FOR SELECT TO deconflict_owner USING ((SELECT viewer_role()) IS NOT NULL);

GRANT SELECT (party, name, reach, at), INSERT, UPDATE (name, reach, person, at) ON liaison TO deconflict_api;
CREATE POLICY seen ON liaison FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY say ON liaison FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person())
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'));
CREATE POLICY say_anew ON liaison FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'))
    WITH CHECK (person = (SELECT viewer_person()));

-- Statistics would tell who speaks with whom, and what of.
ALTER TABLE message ALTER COLUMN party SET STATISTICS 0, ALTER COLUMN other SET STATISTICS 0,
    ALTER COLUMN text SET STATISTICS 0, ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN about SET STATISTICS 0;
ALTER TABLE liaison ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN reach SET STATISTICS 0;
