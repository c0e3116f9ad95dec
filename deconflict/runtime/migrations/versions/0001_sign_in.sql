-- A second factor (RFC 6238): what a person's app reckons codes from, kept where the door alone reads it, as it does hashes
-- of passwords. An offer is its person's to read: it was shown a moment ago, and holds for nothing yet.
CREATE TABLE second_factor_offer (
    person UUID NOT NULL,
    secret TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES person (id),
    CONSTRAINT second_factor_offer_secret CHECK (secret ~ '^[A-Z2-7]{32}$')
);

CREATE TABLE second_factor (
    person UUID NOT NULL,
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    held_since TIMESTAMP WITH TIME ZONE NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    tried_since TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES person (id),
    CONSTRAINT second_factor_secret CHECK (secret ~ '^[A-Z2-7]{32}$')
);

CREATE TABLE recovery_code (
    person UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (person, code_hash),
    FOREIGN KEY(person) REFERENCES second_factor (person) ON DELETE CASCADE,
    CONSTRAINT recovery_code_hash CHECK (length(code_hash) = 32)
);

SELECT guard('second_factor_offer', 'second_factor', 'recovery_code');

GRANT SELECT, INSERT, UPDATE (secret, expires_at, tries), DELETE ON second_factor_offer TO deconflict_api;
CREATE POLICY own ON second_factor_offer FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()));
GRANT SELECT (person, held_since), INSERT (person, secret, last_step, held_since), DELETE ON second_factor TO deconflict_api;
CREATE POLICY own ON second_factor FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()));
GRANT SELECT (person), INSERT ON recovery_code TO deconflict_api;
CREATE POLICY own ON recovery_code FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['second_factor_offer', 'second_factor', 'recovery_code']
    LOOP
        EXECUTE format('CREATE POLICY owner_all ON %I TO deconflict_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO deconflict_owner', name);
    END LOOP;
END
$$;

-- What the door asks once somebody has shown a right password, or is signed in and shows it again.
CREATE FUNCTION password_of(wanted uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT c.password_hash FROM credential c WHERE viewer_purpose() = 'door' AND c.person = wanted $$;

-- A viewer's own password is changed by whoever has shown it: its hash, which nobody but the door reads, is the proof.
CREATE FUNCTION change_password(shown text, password_hash text) RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE credential c SET password_hash = change_password.password_hash
    WHERE c.person = viewer_person() AND c.password_hash = change_password.shown
    RETURNING c.person
$$;

-- Whether the viewer's password is still the one they have shown, and they may sign in: neither changes before the viewer's
-- transaction ends, so that a session is either refused or found by whoever changes it and ends all sessions.
CREATE FUNCTION still_holds(shown text) RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT p.id FROM person p JOIN credential c ON c.person = p.id
    WHERE p.id = viewer_person() AND p.disabled_at IS NULL AND c.password_hash = still_holds.shown
    FOR SHARE
$$;

CREATE FUNCTION holds_factor(wanted uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT viewer_purpose() = 'door' AND EXISTS (SELECT FROM second_factor f WHERE f.person = wanted) $$;

-- Counts a try before it is looked at: whoever has a password and many addresses must not guess on.
CREATE FUNCTION try_factor(wanted uuid, at timestamptz, forget_after interval)
    RETURNS TABLE (secret text, tries integer, tried_since timestamptz)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE second_factor f
    SET tries = CASE WHEN f.tries = 0 OR f.tried_since <= try_factor.at - forget_after THEN 1 ELSE f.tries + 1 END,
        tried_since = CASE WHEN f.tries = 0 OR f.tried_since <= try_factor.at - forget_after THEN try_factor.at ELSE f.tried_since END
    WHERE viewer_purpose() = 'door' AND f.person = wanted
    RETURNING f.secret, f.tries, f.tried_since
$$;

-- Uses up a step of time, and so every code before it: of two at once, the second finds it used.
CREATE FUNCTION spend_step(wanted uuid, step bigint) RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE second_factor f SET last_step = step, tries = 0, tried_since = NULL
    WHERE viewer_purpose() = 'door' AND f.person = wanted AND f.last_step < step
    RETURNING f.person
$$;

CREATE FUNCTION spend_recovery_code(wanted uuid, wanted_hash bytea) RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH spent AS (
        DELETE FROM recovery_code r WHERE viewer_purpose() = 'door' AND r.person = wanted AND r.code_hash = wanted_hash
        RETURNING r.person
    )
    UPDATE second_factor f SET tries = 0, tried_since = NULL FROM spent WHERE f.person = spent.person RETURNING f.person
$$;

-- Sessions that are open on a socket are seen, too, though nothing is asked with their tokens.
CREATE FUNCTION see_sessions(wanted uuid[], at timestamptz) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE session s SET last_seen_at = see_sessions.at
    WHERE s.id IN (
        SELECT o.id FROM session o
        WHERE viewer_purpose() = 'door' AND o.id = ANY (wanted) AND o.ended_at IS NULL AND o.last_seen_at < see_sessions.at
        FOR UPDATE SKIP LOCKED) -- whoever holds one is seeing it
$$;

REVOKE EXECUTE ON FUNCTION see_sessions(uuid[], timestamptz), password_of(uuid), change_password(text, text), still_holds(text), holds_factor(uuid), try_factor(uuid, timestamptz, interval),
    spend_step(uuid, bigint), spend_recovery_code(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION see_sessions(uuid[], timestamptz), password_of(uuid), change_password(text, text), still_holds(text), holds_factor(uuid), try_factor(uuid, timestamptz, interval),
    spend_step(uuid, bigint), spend_recovery_code(uuid, bytea) TO deconflict_api;

-- Passkeys (WebAuthn): the public half of a key pair on somebody's device. Only the door reads it, and counts its uses.
CREATE TABLE passkey (
    id UUID NOT NULL,
    person UUID NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (credential_id),
    FOREIGN KEY(person) REFERENCES person (id),
    CONSTRAINT passkey_lengths CHECK (length(credential_id) BETWEEN 1 AND 1023 AND length(public_key) BETWEEN 1 AND 2000
        AND length(name) BETWEEN 1 AND 200),
    CONSTRAINT passkey_count CHECK (sign_count BETWEEN 0 AND 4294967295)
);

CREATE INDEX passkey_person ON passkey (person);

-- What a device has to sign within minutes, once: `person`: whose new passkey; NULL: to sign in with any.
CREATE TABLE passkey_challenge (
    challenge_hash BYTEA NOT NULL,
    person UUID,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (challenge_hash),
    FOREIGN KEY(person) REFERENCES person (id),
    CONSTRAINT passkey_challenge_hash CHECK (length(challenge_hash) = 32)
);

CREATE INDEX passkey_challenge_expires ON passkey_challenge (expires_at);

SELECT guard('passkey', 'passkey_challenge');

GRANT SELECT (id, person, credential_id, name, added_at, last_used_at), INSERT, DELETE ON passkey TO deconflict_api;
CREATE POLICY own ON passkey FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person())) WITH CHECK (person = (SELECT viewer_person()) AND last_used_at IS NULL);
GRANT SELECT, UPDATE, DELETE ON passkey TO deconflict_owner;
CREATE POLICY owner_all ON passkey TO deconflict_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON passkey_challenge TO deconflict_owner;
CREATE POLICY owner_all ON passkey_challenge TO deconflict_owner USING (true) WITH CHECK (true);

CREATE FUNCTION add_challenge(new_hash bytea, whose uuid, until timestamptz, at timestamptz) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    DELETE FROM passkey_challenge c WHERE viewer_purpose() = 'door' AND c.expires_at <= add_challenge.at;
    INSERT INTO passkey_challenge (challenge_hash, person, expires_at)
    SELECT new_hash, whose, until WHERE viewer_purpose() = 'door'
$$;

-- Uses a challenge up; of two at once, the second finds nothing.
CREATE FUNCTION take_challenge(wanted_hash bytea, at timestamptz) RETURNS TABLE (person uuid)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH taken AS (
        DELETE FROM passkey_challenge c WHERE viewer_purpose() = 'door' AND c.challenge_hash = wanted_hash
        RETURNING c.person, c.expires_at
    )
    SELECT k.person FROM taken k WHERE k.expires_at > take_challenge.at
$$;

CREATE FUNCTION passkey_of(wanted bytea)
    RETURNS TABLE (passkey uuid, person uuid, party uuid, role text, public_key bytea, sign_count bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT k.id, p.id, p.party, p.role, k.public_key, k.sign_count
    FROM passkey k JOIN person p ON p.id = k.person
    WHERE viewer_purpose() = 'door' AND k.credential_id = wanted AND p.disabled_at IS NULL
$$;

-- Counts a use. A count that does not rise is of a copy of the key, unless the device counts nothing.
CREATE FUNCTION use_passkey(wanted uuid, new_count bigint, at timestamptz) RETURNS SETOF uuid
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE passkey k SET sign_count = new_count, last_used_at = use_passkey.at
    WHERE viewer_purpose() = 'door' AND k.id = wanted AND (k.sign_count < new_count OR (k.sign_count = 0 AND new_count = 0))
    RETURNING k.id
$$;

REVOKE EXECUTE ON FUNCTION add_challenge(bytea, uuid, timestamptz, timestamptz), take_challenge(bytea, timestamptz),
    passkey_of(bytea), use_passkey(uuid, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_challenge(bytea, uuid, timestamptz, timestamptz), take_challenge(bytea, timestamptz),
    passkey_of(bytea), use_passkey(uuid, bigint, timestamptz) TO deconflict_api;
