-- Units' own devices: the crew of a unit is a person without a password, as whom all devices of the unit sign in. An
-- officer of the party makes a code for each; the device trades it, once and in time, for its secret.
CREATE POLICY crew ON person FOR INSERT TO deconflict_api
    WITH CHECK (unit IS NOT NULL AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'));
CREATE POLICY crew ON feed FOR INSERT TO deconflict_api
    WITH CHECK (last_seq = 0 AND party = ANY (ARRAY(SELECT viewer_party()))
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM person own
            WHERE own.id = feed.person AND own.party = feed.party AND own.unit IS NOT NULL));

-- Who of a party's crews, signing in by themselves, is with which of its units, as its officers say. Released, no unit stands
-- there; `since`: what they reported for another unit before that no longer counts.
CREATE TABLE binding (
    person UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT binding_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id)
);

CREATE INDEX binding_of_unit ON binding (unit) WHERE unit IS NOT NULL;

SELECT guard_for_checker('binding');
GRANT SELECT ON binding TO deconflict_checker;
CREATE POLICY owner_all ON binding TO deconflict_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON binding TO deconflict_owner;
GRANT SELECT, INSERT, UPDATE (unit, since) ON binding TO deconflict_api;
CREATE POLICY seen ON binding FOR SELECT TO deconflict_api
    USING (person = (SELECT viewer_person()) OR (SELECT viewer_role()) = 'operator'
        OR (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')));
CREATE POLICY bind ON binding FOR INSERT TO deconflict_api
    WITH CHECK (((SELECT viewer_role()) = 'operator'
            OR (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')))
        AND EXISTS (SELECT FROM person own
            WHERE own.id = binding.person AND own.party = binding.party AND own.role = 'crew' AND own.unit IS NULL));
CREATE POLICY change ON binding FOR UPDATE TO deconflict_api
    USING ((SELECT viewer_role()) = 'operator'
        OR (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')));

-- Whoever is with one unit changes no plan and moves no patrol of another.
CREATE POLICY own_unit_adds ON patrol AS RESTRICTIVE FOR INSERT TO deconflict_api
    WITH CHECK (unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
        (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit));
CREATE POLICY own_unit_changes ON patrol AS RESTRICTIVE FOR UPDATE TO deconflict_api
    USING (unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
        (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit));
CREATE POLICY own_unit_adds ON plan AS RESTRICTIVE FOR INSERT TO deconflict_api
    WITH CHECK (unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
        (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit));
CREATE POLICY own_unit_changes ON plan AS RESTRICTIVE FOR UPDATE TO deconflict_api
    USING (unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
        (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit));

-- An officer sees and revokes every device of the party, and adds those of its units: with a code, never with a secret.
CREATE POLICY of_party ON device FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'));
CREATE POLICY of_unit ON device FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND secret_hash IS NULL AND revoked_at IS NULL
        AND EXISTS (SELECT FROM person own
            WHERE own.id = device.person AND own.party = device.party AND own.unit IS NOT NULL));
CREATE POLICY of_party_revoke ON device FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'))
    WITH CHECK (revoked_at IS NOT NULL);

-- Everybody but a unit's crew adds a device of their own, with a code, never with a secret.
CREATE POLICY own_offer ON device FOR INSERT TO deconflict_api
    WITH CHECK (person = (SELECT viewer_person()) AND party IS NOT DISTINCT FROM (SELECT viewer_party())
        AND secret_hash IS NULL AND revoked_at IS NULL
        AND NOT EXISTS (SELECT FROM person own WHERE own.id = device.person AND own.unit IS NOT NULL));

-- Trades a code for a secret, for whoever knocks at the door with it. Of two at once, the second finds it used.
CREATE FUNCTION redeem_code(wanted_hash bytea, new_hash bytea, at timestamptz)
    RETURNS TABLE (device uuid, person uuid, party uuid, name text, callsign text)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH taken AS (
        UPDATE device d SET secret_hash = new_hash, enrolled_at = redeem_code.at, code_hash = NULL, code_expires_at = NULL
        FROM person p
        WHERE viewer_purpose() = 'door' AND d.code_hash = wanted_hash AND d.code_expires_at > redeem_code.at
            AND d.revoked_at IS NULL AND p.id = d.person AND p.disabled_at IS NULL
        RETURNING d.id, d.person, d.party, d.name, p.unit
    )
    SELECT k.id, k.person, k.party, k.name, u.callsign FROM taken k LEFT JOIN unit u ON u.party = k.party AND u.id = k.unit
$$;
REVOKE EXECUTE ON FUNCTION redeem_code(bytea, bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION redeem_code(bytea, bytea, timestamptz) TO deconflict_api;

-- Statistics would show through the planner's estimates whose crews are with which units.
SELECT unmeasured('binding');
