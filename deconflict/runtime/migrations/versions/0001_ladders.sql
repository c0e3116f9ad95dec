-- What climbs unacknowledged (ALR-04): the ladders, the calls that were made for them, and who is on duty when.
CREATE TABLE ladder (
    notice UUID NOT NULL,
    party UUID,
    kind TEXT NOT NULL,
    urgency TEXT NOT NULL,
    matter UUID,
    begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fired SMALLINT NOT NULL,
    look_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (notice),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT ladder_fired CHECK (fired BETWEEN 0 AND 4)
);

CREATE INDEX ladder_due ON ladder (look_at) WHERE ended_at IS NULL;

CREATE INDEX ladder_open ON ladder (party, matter) WHERE ended_at IS NULL;

CREATE TABLE escalation (
    id UUID NOT NULL,
    party UUID,
    rung TEXT NOT NULL,
    kinds TEXT[] NOT NULL,
    unanswered INTEGER NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    over_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT escalation_rung CHECK (rung IN ('devices', 'duty', 'desk', 'facilitator')),
    CONSTRAINT escalation_unanswered CHECK (unanswered >= 1)
);

CREATE INDEX escalation_latest ON escalation (party, rung, at);

CREATE INDEX escalation_open ON escalation (at) WHERE over_at IS NULL;

CREATE TABLE escalated (
    notice UUID NOT NULL,
    rung TEXT NOT NULL,
    party UUID,
    escalation UUID NOT NULL,
    PRIMARY KEY (notice, rung),
    FOREIGN KEY(notice) REFERENCES ladder (notice),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(escalation) REFERENCES escalation (id)
);

CREATE INDEX escalated_by ON escalated (escalation);

CREATE TABLE duty (
    id UUID NOT NULL,
    party UUID NOT NULL,
    person UUID NOT NULL,
    start_at TIMESTAMP WITH TIME ZONE NOT NULL,
    end_at TIMESTAMP WITH TIME ZONE NOT NULL,
    named_by UUID NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(person) REFERENCES person (id),
    CONSTRAINT duty_period CHECK (start_at < end_at AND end_at <= start_at + interval '31 days')
);

CREATE INDEX duty_party_end ON duty (party, end_at);

CREATE TABLE snooze (
    person UUID NOT NULL,
    party UUID,
    up_to BIGINT NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

SELECT guard_for_checker('ladder', 'escalation', 'escalated', 'duty', 'snooze');
GRANT SELECT, INSERT, UPDATE ON ladder, escalation TO deconflict_checker;
GRANT SELECT, INSERT ON escalated TO deconflict_checker;
GRANT SELECT ON duty TO deconflict_checker;
GRANT EXECUTE ON FUNCTION service_now() TO deconflict_checker;

-- A call is seen by whoever was called, by the alert in their own feed; which of their own alerts it is for, by a party alone.
GRANT SELECT ON escalation, escalated TO deconflict_api;
CREATE POLICY called ON escalation FOR SELECT TO deconflict_api
    USING (EXISTS (SELECT FROM alert told WHERE told.escalation = escalation.id));
CREATE POLICY called ON escalated FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        AND EXISTS (SELECT FROM alert told WHERE told.escalation = escalated.escalation));

-- A party's officers say who of them is on duty; the desk reads whom to ask for.
GRANT SELECT, INSERT, DELETE ON duty TO deconflict_api;
CREATE POLICY seen ON duty FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer', 'desk'));
CREATE POLICY name ON duty FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND named_by = (SELECT viewer_person())
        AND (SELECT viewer_role()) IN ('liaison', 'duty_officer')
        AND EXISTS (SELECT FROM person p WHERE p.id = duty.person AND p.party = duty.party
            AND p.role IN ('liaison', 'duty_officer')));
CREATE POLICY release ON duty FOR DELETE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND (SELECT viewer_role()) IN ('liaison', 'duty_officer'));

-- A person's own devices keep still for at most a quarter of an hour.
GRANT SELECT, DELETE ON snooze TO deconflict_checker;
GRANT SELECT, INSERT, UPDATE (up_to, until), DELETE ON snooze TO deconflict_api;
CREATE POLICY own ON snooze FOR ALL TO deconflict_api
    USING (person = (SELECT viewer_person()))
    WITH CHECK (person = (SELECT viewer_person()) AND party IS NOT DISTINCT FROM (SELECT viewer_party()));

-- For the metrics: how many alerts climb, and how late the engine is with the one that waits longest.
CREATE FUNCTION ladders_open() RETURNS TABLE (climbing bigint, late_s double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT count(*), greatest(0, coalesce(extract(epoch FROM service_now() - min(l.look_at)), 0))::float8
    FROM ladder l WHERE l.ended_at IS NULL AND viewer_purpose() = 'hub'
$$;
REVOKE EXECUTE ON FUNCTION ladders_open() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ladders_open() TO deconflict_api;
GRANT SELECT ON ladder TO deconflict_owner;
CREATE POLICY for_hub ON ladder FOR SELECT TO deconflict_owner USING ((SELECT viewer_purpose()) = 'hub');

-- Who of those people snoozes: what the live hub tells their other devices.
CREATE FUNCTION snoozes_of(wanted uuid[]) RETURNS TABLE (person uuid, up_to bigint, until timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT s.person, s.up_to, s.until FROM snooze s WHERE viewer_purpose() = 'hub' AND s.person = ANY (wanted) $$;
REVOKE EXECUTE ON FUNCTION snoozes_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION snoozes_of(uuid[]) TO deconflict_api;
GRANT SELECT ON snooze TO deconflict_owner;
CREATE POLICY for_hub ON snooze FOR SELECT TO deconflict_owner USING ((SELECT viewer_purpose()) = 'hub');
