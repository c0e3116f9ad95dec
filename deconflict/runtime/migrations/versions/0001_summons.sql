-- What is sent out of band: "open the app", and nothing else (docs/threat-model.md). Made by the engine, sent by a process
-- that may read no more than where to.
CREATE TABLE address (
    id UUID NOT NULL,
    channel TEXT NOT NULL,
    party UUID,
    person UUID,
    device UUID,
    reach TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(device) REFERENCES device (id),
    CONSTRAINT address_channel CHECK (channel IN ('push', 'sms', 'apprise')),
    CONSTRAINT address_reach CHECK (length(reach) BETWEEN 1 AND 1000),
    CONSTRAINT address_push CHECK (channel <> 'push' OR person IS NOT NULL)
);

CREATE INDEX address_person ON address (person) WHERE removed_at IS NULL;

CREATE INDEX address_party ON address (party) WHERE removed_at IS NULL AND person IS NULL;

CREATE TABLE summons (
    id UUID NOT NULL,
    address UUID NOT NULL,
    channel TEXT NOT NULL,
    party UUID,
    person UUID,
    about UUID,
    shared BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_until TIMESTAMP WITH TIME ZONE,
    tries INTEGER NOT NULL,
    tried_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    fault TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(address) REFERENCES address (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(about) REFERENCES party (id),
    CONSTRAINT summons_state CHECK (state IN ('waiting', 'accepted', 'failed', 'dropped')),
    CONSTRAINT summons_settled CHECK ((state = 'waiting') = (settled_at IS NULL))
);

CREATE UNIQUE INDEX summons_waiting ON summons (address) WHERE state = 'waiting';

CREATE INDEX summons_due ON summons (due_at) WHERE state = 'waiting';

CREATE INDEX summons_latest ON summons (address, due_at);

CREATE INDEX summons_party_made ON summons (party, made_at, id);

SELECT guard_for_checker('address', 'summons');
-- The engine says who is to be summoned; where to is not its business.
GRANT SELECT (id, channel, party, person, removed_at) ON address TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE (state, settled_at, shared) ON summons TO deconflict_checker;

-- Everybody has push subscriptions of their own; nobody reads where they lead. The operator names the rest on the machine.
GRANT SELECT (id, channel, party, person, device, added_at, removed_at), INSERT, UPDATE (removed_at)
    ON address TO deconflict_api;
CREATE POLICY own ON address FOR SELECT TO deconflict_api USING (person = (SELECT viewer_person()));
CREATE POLICY subscribe ON address FOR INSERT TO deconflict_api
    WITH CHECK (channel = 'push' AND person = (SELECT viewer_person())
        AND party IS NOT DISTINCT FROM (SELECT viewer_party()) AND removed_at IS NULL
        AND (device IS NULL OR EXISTS (SELECT FROM device d WHERE d.id = address.device AND d.person = address.person)));
CREATE POLICY unsubscribe ON address FOR UPDATE TO deconflict_api
    USING (person = (SELECT viewer_person()) AND channel = 'push') WITH CHECK (removed_at IS NOT NULL);
GRANT SELECT, INSERT, UPDATE ON address TO deconflict_owner;
CREATE POLICY owner_all ON address TO deconflict_owner USING (true) WITH CHECK (true);

-- The delivery log: one's own, an officer its party's, and the desk what failed, so that it can call instead.
GRANT SELECT (id, channel, party, person, state, made_at, tries, tried_at, settled_at, fault) ON summons TO deconflict_api;
CREATE POLICY seen ON summons FOR SELECT TO deconflict_api
    USING (person = (SELECT viewer_person())
        OR ((SELECT viewer_role()) IN ('liaison', 'duty_officer') AND party = ANY (ARRAY(SELECT viewer_party())))
        OR ((SELECT viewer_role()) = 'desk' AND state = 'failed'));

-- What whoever sends may ask: what is due, and where it goes; each is taken for a while, so that none is sent by two at once
-- and none is lost with whoever took it. What nobody could send in time is given up.
GRANT SELECT, UPDATE ON summons TO deconflict_owner;
CREATE POLICY for_sender ON summons TO deconflict_owner
    USING ((SELECT viewer_purpose()) = 'sender') WITH CHECK ((SELECT viewer_purpose()) = 'sender');

CREATE FUNCTION take_summons(most integer, lease_s double precision)
    RETURNS TABLE (id uuid, channel text, reach text, tries integer)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE summons s SET state = 'failed', settled_at = service_now(), fault = coalesce(s.fault, 'too_late')
    WHERE viewer_purpose() = 'sender' AND s.state = 'waiting' AND s.due_at < service_now() - interval '15 minutes'
        AND s.made_at < service_now() - interval '15 minutes';
    UPDATE summons s SET tries = s.tries + 1, tried_at = service_now(),
        taken_until = service_now() + make_interval(secs => lease_s)
    FROM address a, (
        SELECT w.id FROM summons w
        WHERE viewer_purpose() = 'sender' AND w.state = 'waiting' AND w.due_at <= service_now()
            AND (w.taken_until IS NULL OR w.taken_until <= service_now())
        ORDER BY w.due_at, w.id LIMIT most FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE s.id = due.id AND a.id = s.address
    RETURNING s.id, s.channel, a.reach, s.tries
$$;

-- What became of it: accepted, failed for good, gone (then the address is removed), or to be tried again after a while.
CREATE FUNCTION settle_summons(wanted uuid, outcome text, why text, again_s double precision) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE address a SET removed_at = service_now()
    FROM summons s WHERE viewer_purpose() = 'sender' AND outcome = 'gone' AND s.id = wanted AND a.id = s.address;
    UPDATE summons s SET fault = why, taken_until = NULL,
        state = CASE outcome WHEN 'accepted' THEN 'accepted' WHEN 'again' THEN 'waiting' ELSE 'failed' END,
        settled_at = CASE outcome WHEN 'again' THEN NULL ELSE service_now() END,
        due_at = CASE outcome WHEN 'again' THEN service_now() + make_interval(secs => again_s) ELSE s.due_at END
    WHERE viewer_purpose() = 'sender' AND s.id = wanted AND s.state = 'waiting'
$$;
REVOKE EXECUTE ON FUNCTION take_summons(integer, double precision), settle_summons(uuid, text, text, double precision)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_summons(integer, double precision), settle_summons(uuid, text, text, double precision)
    TO deconflict_api;
