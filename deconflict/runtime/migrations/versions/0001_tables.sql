-- The tables of the main job. What each is for, and who may see a row: the tables.py of its feature.
-- Every uniqueness and foreign key a party can touch starts with the party, so that none tells of a hidden row.
CREATE TABLE deployment (
    epoch TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (epoch)
);

CREATE TABLE context_key (
    inner_pad BYTEA NOT NULL,
    outer_pad BYTEA NOT NULL,
    PRIMARY KEY (inner_pad)
);

CREATE TABLE party (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TABLE check_due (
    id UUID NOT NULL,
    patrol UUID,
    zone UUID,
    pair_a UUID,
    pair_b UUID,
    party UUID,
    queued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    not_before TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id)
);

CREATE INDEX check_due_queued ON check_due (queued_at);

CREATE TABLE unit (
    id UUID NOT NULL,
    party UUID NOT NULL,
    callsign TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT unit_of_party UNIQUE (party, id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE UNIQUE INDEX unit_party_callsign ON unit (party, callsign);

CREATE TABLE person (
    id UUID NOT NULL,
    party UUID,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit UUID,
    disabled_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT person_crew_of FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT person_of_unit CHECK (unit IS NULL OR (role = 'crew' AND party IS NOT NULL))
);

CREATE UNIQUE INDEX person_party_login ON person (party, login) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX person_party_unit ON person (party, unit) WHERE unit IS NOT NULL;

CREATE TABLE ledger_entry (
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    party UUID,
    person UUID,
    subject UUID NOT NULL,
    payload JSONB NOT NULL,
    salt BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX ledger_entry_party_at ON ledger_entry (party, at);

CREATE TABLE zone (
    id UUID NOT NULL,
    party UUID,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    outline geometry(POLYGON,4326) NOT NULL,
    envelope geometry(POLYGON,4326) NOT NULL,
    holds TSTZRANGE NOT NULL,
    created_by UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX zone_where ON zone USING gist (envelope);

CREATE TABLE notice (
    id UUID NOT NULL,
    party UUID,
    kind TEXT NOT NULL,
    change TEXT NOT NULL,
    rings BOOLEAN NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    released_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    patrol UUID,
    conflict UUID,
    finding UUID,
    review UUID,
    zone UUID,
    segment UUID,
    revision INTEGER,
    rendezvous UUID,
    joint_patrol UUID,
    suspension UUID,
    glass UUID,
    sos UUID,
    halt UUID,
    incident UUID,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX notice_segment ON notice (segment) WHERE segment IS NOT NULL;

CREATE INDEX notice_due ON notice (found_at) WHERE released_at IS NULL AND closed_at IS NULL;

CREATE INDEX notice_conflict ON notice (conflict) WHERE conflict IS NOT NULL;

CREATE INDEX notice_zone ON notice (zone, patrol) WHERE zone IS NOT NULL;

CREATE UNIQUE INDEX notice_incident_once ON notice (incident, party) NULLS NOT DISTINCT
    WHERE incident IS NOT NULL AND change = 'reported';

CREATE UNIQUE INDEX notice_sos_once ON notice (sos, party, change) NULLS NOT DISTINCT WHERE sos IS NOT NULL;

CREATE TABLE credential (
    person UUID NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE device (
    id UUID NOT NULL,
    person UUID NOT NULL,
    party UUID,
    name TEXT NOT NULL,
    secret_hash BYTEA,
    code_hash BYTEA,
    code_expires_at TIMESTAMP WITH TIME ZONE,
    enrolled_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT device_enrolled CHECK ((secret_hash IS NULL) = (enrolled_at IS NULL)),
    CONSTRAINT device_code CHECK ((code_hash IS NULL) = (code_expires_at IS NULL)),
    CONSTRAINT device_one_way_in CHECK (secret_hash IS NOT NULL OR code_hash IS NOT NULL OR revoked_at IS NOT NULL)
);

CREATE INDEX device_person ON device (person);

CREATE INDEX device_code_hash ON device (code_hash) WHERE code_hash IS NOT NULL;

CREATE TABLE patrol (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    note TEXT NOT NULL,
    late BOOLEAN NOT NULL,
    after_the_fact BOOLEAN NOT NULL,
    registered_by UUID NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT patrol_of_party UNIQUE (party, id),
    CONSTRAINT patrol_unit FOREIGN KEY(party, unit) REFERENCES unit (party, id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX patrol_party_registered ON patrol (party, registered_at, id);

CREATE TABLE submission (
    person UUID NOT NULL,
    key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    answer JSONB,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (person, key),
    FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE feed (
    id UUID NOT NULL,
    person UUID,
    party UUID,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX feed_party ON feed (party);

CREATE UNIQUE INDEX feed_person ON feed (person) NULLS NOT DISTINCT;

CREATE TABLE session (
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    person UUID NOT NULL,
    device UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY(person) REFERENCES person (id),
    FOREIGN KEY(device) REFERENCES device (id),
    CONSTRAINT session_whence CHECK (length(address) <= 100 AND length(agent) <= 200)
);

CREATE INDEX session_person ON session (person);

CREATE TABLE plan (
    id UUID NOT NULL,
    patrol UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    callsign TEXT NOT NULL,
    reference TEXT NOT NULL,
    version INTEGER NOT NULL,
    current BOOLEAN NOT NULL,
    after_the_fact BOOLEAN NOT NULL,
    waypoints BYTEA NOT NULL,
    time_tolerance_s FLOAT NOT NULL,
    lateral_tolerance_m FLOAT NOT NULL,
    nominal TSTZRANGE NOT NULL,
    over_at TIMESTAMP WITH TIME ZONE NOT NULL,
    envelope geometry(POLYGON,4326) NOT NULL,
    period TSTZRANGE NOT NULL,
    track BYTEA NOT NULL,
    cover BYTEA NOT NULL,
    submitted_by UUID NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT plan_patrol FOREIGN KEY(party, patrol) REFERENCES patrol (party, id),
    CONSTRAINT plan_one_per_unit EXCLUDE USING gist (party WITH =, unit WITH =, nominal WITH &&) WHERE (current AND NOT after_the_fact)
);

CREATE INDEX plan_over ON plan (over_at) WHERE current;

CREATE INDEX plan_where_when ON plan USING gist (envelope, period) WHERE current;

CREATE UNIQUE INDEX plan_party_patrol_version ON plan (party, patrol, version);

CREATE INDEX plan_patrol_current ON plan (patrol) WHERE current;

CREATE TABLE review (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    patrol UUID NOT NULL,
    reason TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by UUID,
    outcome TEXT,
    PRIMARY KEY (id),
    CONSTRAINT review_patrol FOREIGN KEY(party, patrol) REFERENCES patrol (party, id)
);

CREATE INDEX review_opened ON review (opened_at, id);

CREATE TABLE conflict (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party_a UUID NOT NULL,
    patrol_a UUID NOT NULL,
    callsign_a TEXT NOT NULL,
    reference_a TEXT NOT NULL,
    party_b UUID,
    patrol_b UUID,
    callsign_b TEXT,
    reference_b TEXT,
    zone UUID,
    zone_name TEXT,
    zone_party UUID,
    state TEXT NOT NULL,
    episode INTEGER NOT NULL,
    finding UUID NOT NULL,
    alarm UUID NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    over_at TIMESTAMP WITH TIME ZONE NOT NULL,
    resolution TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(party_a) REFERENCES party (id),
    FOREIGN KEY(patrol_a) REFERENCES patrol (id),
    FOREIGN KEY(party_b) REFERENCES party (id),
    FOREIGN KEY(patrol_b) REFERENCES patrol (id),
    FOREIGN KEY(zone) REFERENCES zone (id)
);

CREATE INDEX conflict_patrol_b ON conflict (patrol_b) WHERE zone IS NULL;

CREATE UNIQUE INDEX conflict_patrols ON conflict (patrol_a, patrol_b) WHERE zone IS NULL;

CREATE INDEX conflict_zone ON conflict (zone) WHERE zone IS NOT NULL;

CREATE INDEX conflict_open_until ON conflict (over_at) WHERE state <> 'resolved';

CREATE INDEX conflict_opened ON conflict (opened_at, id);

CREATE UNIQUE INDEX conflict_patrol_zone ON conflict (patrol_a, zone) WHERE zone IS NOT NULL;

CREATE TABLE shared_cover (
    patrol_a UUID NOT NULL,
    patrol_b UUID NOT NULL,
    party_a UUID NOT NULL,
    party_b UUID NOT NULL,
    hours BIGINT[] NOT NULL,
    cells BYTEA NOT NULL,
    PRIMARY KEY (patrol_a, patrol_b),
    FOREIGN KEY(patrol_a) REFERENCES patrol (id),
    FOREIGN KEY(patrol_b) REFERENCES patrol (id),
    FOREIGN KEY(party_a) REFERENCES party (id),
    FOREIGN KEY(party_b) REFERENCES party (id)
);

CREATE INDEX shared_cover_b ON shared_cover (patrol_b);

CREATE TABLE overlap (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    patrol UUID NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hours BIGINT[] NOT NULL,
    change TEXT NOT NULL,
    released_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(patrol) REFERENCES patrol (id)
);

CREATE UNIQUE INDEX overlap_party_patrol ON overlap (party, patrol);

CREATE TABLE alert (
    feed UUID NOT NULL,
    seq BIGINT NOT NULL,
    party UUID,
    notice UUID NOT NULL,
    kind TEXT NOT NULL,
    change TEXT NOT NULL,
    rings BOOLEAN NOT NULL,
    overlap UUID,
    revision INTEGER,
    conflict UUID,
    finding UUID,
    review UUID,
    patrol UUID,
    zone UUID,
    message UUID,
    proposal UUID,
    segment UUID,
    rendezvous UUID,
    joint_patrol UUID,
    suspension UUID,
    glass UUID,
    sos UUID,
    halt UUID,
    incident UUID,
    sighting UUID,
    overdue UUID,
    escalation UUID,
    released_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (feed, seq),
    FOREIGN KEY(feed) REFERENCES feed (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX alert_overlap ON alert (overlap) WHERE overlap IS NOT NULL;

CREATE INDEX alert_sighting ON alert (sighting) WHERE sighting IS NOT NULL;

CREATE INDEX alert_sos ON alert (sos) WHERE sos IS NOT NULL;

CREATE INDEX alert_patrol ON alert (patrol) WHERE patrol IS NOT NULL;

CREATE INDEX alert_notice ON alert (notice);

CREATE INDEX alert_escalation ON alert (escalation) WHERE escalation IS NOT NULL;

CREATE INDEX alert_segment ON alert (segment) WHERE segment IS NOT NULL;

CREATE TABLE receipt (
    feed UUID NOT NULL,
    seq BIGINT NOT NULL,
    fact TEXT NOT NULL,
    party UUID,
    notice UUID NOT NULL,
    person UUID NOT NULL,
    device UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (feed, seq, fact),
    FOREIGN KEY(feed) REFERENCES feed (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE INDEX receipt_notice ON receipt (notice);

CREATE TABLE ticket (
    ticket_hash BYTEA NOT NULL,
    session UUID NOT NULL,
    person UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (ticket_hash),
    FOREIGN KEY(session) REFERENCES session (id),
    FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE oracle_run (
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    compared INTEGER NOT NULL,
    difference INTEGER NOT NULL,
    PRIMARY KEY (at)
);

CREATE TABLE finding (
    id UUID NOT NULL,
    conflict UUID NOT NULL,
    version_a INTEGER NOT NULL,
    version_b INTEGER,
    facts JSONB NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(conflict) REFERENCES conflict (id)
);

CREATE INDEX finding_conflict ON finding (conflict);

CREATE TABLE overlap_revision (
    overlap UUID NOT NULL,
    revision INTEGER NOT NULL,
    party UUID NOT NULL,
    change TEXT NOT NULL,
    released_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (overlap, revision),
    FOREIGN KEY(overlap) REFERENCES overlap (id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE TABLE overlap_told (
    overlap UUID NOT NULL,
    revision INTEGER NOT NULL,
    rival UUID NOT NULL,
    agreed BOOLEAN NOT NULL,
    hours BIGINT[] NOT NULL,
    cells BYTEA,
    shared BYTEA,
    exact BOOLEAN NOT NULL,
    PRIMARY KEY (overlap, revision, rival),
    FOREIGN KEY(overlap) REFERENCES overlap (id),
    FOREIGN KEY(rival) REFERENCES party (id)
);

CREATE INDEX overlap_told_rival ON overlap_told (rival);

CREATE TABLE agreement (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party_a UUID NOT NULL,
    party_b UUID NOT NULL,
    state TEXT NOT NULL,
    text BYTEA NOT NULL,
    drafter UUID,
    drafted_by UUID NOT NULL,
    drafted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ratified_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_applied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party_a) REFERENCES party (id),
    FOREIGN KEY(party_b) REFERENCES party (id)
);

CREATE INDEX agreement_parties ON agreement (party_a, party_b);

CREATE INDEX agreement_party_b ON agreement (party_b);

CREATE TABLE party_key (
    id UUID NOT NULL,
    party UUID NOT NULL,
    person UUID NOT NULL,
    name TEXT NOT NULL,
    public BYTEA NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    CONSTRAINT party_key_once UNIQUE (party, public),
    CONSTRAINT party_key_own UNIQUE (party, id),
    FOREIGN KEY(party) REFERENCES party (id)
);

CREATE TABLE lowering (
    id UUID NOT NULL,
    party UUID NOT NULL,
    other UUID NOT NULL,
    person UUID NOT NULL,
    levels JSONB NOT NULL,
    lowest SMALLINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id)
);

CREATE INDEX lowering_pair ON lowering (party, other);

CREATE TABLE agreement_signature (
    agreement UUID NOT NULL,
    party UUID NOT NULL,
    other UUID NOT NULL,
    person UUID NOT NULL,
    key UUID NOT NULL,
    value BYTEA NOT NULL,
    lowest SMALLINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (agreement, party),
    CONSTRAINT agreement_signature_key FOREIGN KEY(party, key) REFERENCES party_key (party, id),
    FOREIGN KEY(agreement) REFERENCES agreement (id),
    FOREIGN KEY(party) REFERENCES party (id),
    FOREIGN KEY(other) REFERENCES party (id)
);

CREATE INDEX agreement_signature_pair ON agreement_signature (party, other);

-- What the edge refuses, the database refuses too (SEC-02).
ALTER TABLE plan
    ADD CONSTRAINT plan_tolerances CHECK (
        time_tolerance_s BETWEEN 0 AND 3600 AND lateral_tolerance_m BETWEEN 0 AND 1000),
    ADD CONSTRAINT plan_waypoints CHECK (
        octet_length(waypoints) BETWEEN 48 AND 48000 AND octet_length(waypoints) % 24 = 0),
    ADD CONSTRAINT plan_packed CHECK (octet_length(track) > 0 AND octet_length(cover) > 0),
    ADD CONSTRAINT plan_times CHECK (
        NOT isempty(nominal) AND NOT isempty(period) AND nominal <@ period
        AND NOT lower_inf(period) AND NOT upper_inf(period)
        AND isfinite(lower(period)) AND isfinite(upper(period))),
    ADD CONSTRAINT plan_envelope CHECK (
        ST_IsValid(envelope) AND NOT ST_IsEmpty(envelope)
        AND envelope @ ST_MakeEnvelope(-180, -90, 180, 90, 4326)),
    ADD CONSTRAINT plan_version CHECK (version >= 1);
ALTER TABLE zone
    ADD CONSTRAINT zone_outline CHECK (ST_IsValid(envelope) AND NOT ST_IsEmpty(outline) AND NOT ST_IsEmpty(envelope)
        AND ST_NPoints(outline) BETWEEN 4 AND 2000
        AND envelope @ ST_MakeEnvelope(-180, -90, 180, 90, 4326)),
    ADD CONSTRAINT zone_holds CHECK (NOT isempty(holds));
ALTER TABLE patrol
    ADD CONSTRAINT patrol_state CHECK (state IN
        ('draft', 'registered', 'active', 'off_plan', 'contingent', 'ended', 'withdrawn', 'expired'));
ALTER TABLE person
    ADD CONSTRAINT person_role CHECK (
        CASE WHEN role IN ('liaison', 'duty_officer', 'crew') THEN party IS NOT NULL
             WHEN role IN ('desk', 'facilitator', 'oversight', 'operator') THEN party IS NULL
             ELSE false END);
ALTER TABLE feed ADD CONSTRAINT feed_seq CHECK (last_seq >= 0);
ALTER TABLE alert ADD CONSTRAINT alert_seq CHECK (seq >= 1);
ALTER TABLE receipt
    ADD CONSTRAINT receipt_of_alert FOREIGN KEY (feed, seq) REFERENCES alert (feed, seq),
    ADD CONSTRAINT receipt_fact CHECK (fact IN ('received', 'seen', 'acknowledged'));
ALTER TABLE agreement
    ADD CONSTRAINT agreement_pair CHECK (party_a < party_b),
    ADD CONSTRAINT agreement_drafter CHECK (drafter IN (party_a, party_b)),
    ADD CONSTRAINT agreement_text CHECK (octet_length(text) BETWEEN 2 AND 262144),
    ADD CONSTRAINT agreement_state CHECK (state IN (
        'drafted', 'signed', 'ratified', 'withdrawn', 'superseded', 'expired'));
ALTER TABLE agreement_signature
    ADD CONSTRAINT agreement_signature_pair CHECK (party <> other),
    ADD CONSTRAINT agreement_signature_value CHECK (octet_length(value) = 64),
    ADD CONSTRAINT agreement_signature_lowest CHECK (lowest BETWEEN 0 AND 4);
ALTER TABLE lowering
    ADD CONSTRAINT lowering_pair CHECK (party <> other),
    ADD CONSTRAINT lowering_levels CHECK (octet_length(levels::text) <= 262144),
    ADD CONSTRAINT lowering_lowest CHECK (lowest BETWEEN 0 AND 4);
ALTER TABLE party_key ADD CONSTRAINT party_key_public CHECK (octet_length(public) = 32);
ALTER TABLE context_key ADD CONSTRAINT context_key_pads
    CHECK (octet_length(inner_pad) = 64 AND octet_length(outer_pad) = 64);

-- What every table needs, for this script and those of the features; gone after the last (GUARDS).
-- A time that the driver cannot read would stop whoever reads the row: the checker, or the desk. So no infinity.
CREATE FUNCTION readable(VARIADIC tables name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.relname AS of, a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relname = ANY (tables) AND c.relnamespace = 'public'::regnamespace
            AND a.attnum > 0 AND a.atttypid = 'timestamptz'::regtype
    LOOP
        EXECUTE format(
            'ALTER TABLE %1$I ADD CONSTRAINT %3$I CHECK (%2$I >= ''1970-01-01Z'' AND %2$I < ''2300-01-01Z'')',
            found.of, found.name, found.of || '_' || found.name || '_readable');
    END LOOP;
END
$$;

-- Forced, so that policies hold for the owner of the table as well.
CREATE FUNCTION guard(VARIADIC tables name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    guarded name;
BEGIN
    PERFORM readable(VARIADIC tables);
    FOREACH guarded IN ARRAY tables
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
    END LOOP;
END
$$;

-- The planner's estimates would show what statistics hold, and comparisons of numbers and moments are leakproof, so they are
-- made before any policy: none are kept of what the API reads of those tables. What others alone read may be measured.
CREATE FUNCTION unmeasured(VARIADIC tables name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shown record;
BEGIN
    FOR shown IN
        SELECT c.relname AS of, a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relname = ANY (tables) AND c.relnamespace = 'public'::regnamespace
            AND a.attnum > 0 AND has_column_privilege('deconflict_api', c.oid, a.attnum, 'SELECT')
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', shown.of, shown.name);
    END LOOP;
END
$$;

-- The checker reads and writes across parties, as far as it is granted (CON-01).
CREATE FUNCTION guard_for_checker(VARIADIC tables name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    guarded name;
BEGIN
    PERFORM guard(VARIADIC tables);
    FOREACH guarded IN ARRAY tables
    LOOP
        EXECUTE format('CREATE POLICY checker_all ON %I TO deconflict_checker USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;

SELECT readable(VARIADIC (SELECT array_agg(relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner = current_user::regrole));
ALTER TABLE zone
    ADD CONSTRAINT zone_holds_readable CHECK (
        (lower_inf(holds) OR lower(holds) >= '0001-01-01Z') AND (upper_inf(holds) OR upper(holds) < '9999-12-31Z')),
    ADD CONSTRAINT zone_kind CHECK (kind IN (
        'no_go', 'buffer', 'protected_site', 'checkpoint', 'responsibility_area', 'shared_area', 'base'));
ALTER TABLE patrol
    ADD CONSTRAINT patrol_purpose CHECK (purpose IN (
        'routine', 'escort', 'relief', 'logistics', 'training', 'hot_pursuit'));
ALTER TABLE review ADD CONSTRAINT review_reason CHECK (reason IN ('hot_pursuit'));
ALTER TABLE notice ADD FOREIGN KEY (review) REFERENCES review (id);
