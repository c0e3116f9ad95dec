-- Where units are. Fixes as they were reported, in partitions by the hour in which they came, so that what is kept long
-- enough goes by dropping tables (SEC-05); and where each unit was last.
CREATE TABLE upload (
    id UUID NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    person UUID NOT NULL,
    device UUID,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fixes BYTEA NOT NULL,
    late BOOLEAN NOT NULL DEFAULT false,
    written BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    compared_to TIMESTAMP WITH TIME ZONE,
    missed BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (party, received_at, id),
    CONSTRAINT upload_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT upload_in_order CHECK (first_at <= last_at),
    CONSTRAINT upload_fixes CHECK (octet_length(fixes) BETWEEN 48 AND 48000 AND octet_length(fixes) % 48 = 0)
) PARTITION BY RANGE (received_at);

CREATE INDEX upload_unit_sent ON upload (party, unit, sent_at);

CREATE INDEX upload_written ON upload (written);

-- What came too late for the live tick: there is little of it, and it is found without looking at all that was reported since.
CREATE INDEX upload_behind ON upload (last_at) WHERE late OR received_at - first_at > interval '5 minutes';

-- The same of one party, for whoever looks back.
CREATE INDEX upload_behind_of ON upload (party, last_at) WHERE late OR received_at - first_at > interval '5 minutes';

CREATE INDEX upload_uncompared ON upload (party, received_at, id)
    WHERE (late OR received_at - first_at > interval '5 minutes' OR missed) AND (compared_to IS NULL OR compared_to < last_at);

-- For what comes while nobody makes hours: nothing is refused for want of a partition.
CREATE TABLE upload_beyond PARTITION OF upload DEFAULT;

CREATE TABLE last_position (
    party UUID NOT NULL,
    unit UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    lon FLOAT NOT NULL,
    lat FLOAT NOT NULL,
    accuracy_m FLOAT,
    speed_m_s FLOAT,
    course_deg FLOAT,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (party, unit),
    CONSTRAINT last_position_of FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT last_position_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90),
    CONSTRAINT last_position_accuracy CHECK (accuracy_m BETWEEN 0 AND 1000000),
    CONSTRAINT last_position_speed CHECK (speed_m_s BETWEEN 0 AND 1000),
    CONSTRAINT last_position_course CHECK (course_deg BETWEEN 0 AND 360)
);

CREATE INDEX last_position_unit ON last_position (unit);

SELECT guard_for_checker('upload', 'last_position');
ALTER TABLE upload_beyond ENABLE ROW LEVEL SECURITY;
ALTER TABLE upload_beyond FORCE ROW LEVEL SECURITY;
GRANT SELECT ON upload, last_position TO deconflict_checker;
GRANT UPDATE (compared_to, missed) ON upload TO deconflict_checker;

-- What the function below looks at, as its owner.
GRANT SELECT, DELETE ON upload_beyond, last_position TO deconflict_owner;
CREATE POLICY owner_all ON upload_beyond TO deconflict_owner USING (true);
CREATE POLICY owner_all ON last_position TO deconflict_owner USING (true);

-- What a restore does: no upload of an old cluster is of a transaction of the new one.
CREATE POLICY owner_forgets ON upload TO deconflict_owner USING (true);

-- Whether that may be when something comes in. A day is for clocks that differ; what is said to come in another year would
-- be kept until then.
CREATE FUNCTION comes_now(at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT comes_now.at BETWEEN service_now() - interval '1 day' AND service_now() + interval '1 day'
$$;
REVOKE EXECUTE ON FUNCTION comes_now(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION comes_now(timestamptz) TO deconflict_api;

-- A party's own people and devices report for its own units, a unit's devices and whoever is bound to it for that unit alone; nobody changes what was reported, and by which transaction
-- it came is for the database to say. When an upload came first is read when it is sent again.
GRANT SELECT (party, unit, sent_at, received_at),
    INSERT (id, party, unit, person, device, sent_at, received_at, first_at, last_at, fixes, late) ON upload TO deconflict_api;
CREATE POLICY seen ON upload FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_party())));
CREATE POLICY own ON upload FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person())
        AND comes_now(received_at)
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit)
        AND (device IS NULL OR EXISTS (SELECT FROM device own
            WHERE own.id = upload.device AND own.person = (SELECT viewer_person()))));
GRANT SELECT, INSERT, UPDATE (at, lon, lat, accuracy_m, speed_m_s, course_deg, received_at) ON last_position TO deconflict_api;
CREATE POLICY seen ON last_position FOR SELECT TO deconflict_api USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE POLICY own ON last_position FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND comes_now(received_at)
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit));
CREATE POLICY change ON last_position FOR UPDATE TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit))
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND comes_now(received_at));

-- Statistics would show through the planner's estimates where rivals are and when they report: comparisons of numbers and
-- moments are leakproof, so they are made before any policy. Those of `upload` that only the checker reads stay.
SELECT unmeasured('upload', 'last_position');

-- Makes the partitions of the hours from one moment to another, and drops those that ended before a third, with the last
-- positions of that age. An hour of which something came before it had a partition stays with the rest: to see that, what
-- is under way has to be over. Nobody waits long for it, nor it for anybody: it is tried again.
CREATE FUNCTION keep_upload_hours(since timestamptz, until timestamptz, kept_from timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    hour timestamptz;
    name text;
    quiet text := (SELECT string_agg(format('ALTER COLUMN %I SET STATISTICS 0', a.attname), ', ') FROM pg_attribute a
        WHERE a.attrelid = 'public.upload'::regclass AND a.attnum > 0 AND a.attstattarget = 0);
    changed integer := 0;
BEGIN
    PERFORM set_config('lock_timeout', '500ms', true);
    FOR hour IN SELECT generate_series(date_trunc('hour', since, 'UTC'), until, interval '1 hour')
    LOOP
        name := 'upload_' || to_char(hour AT TIME ZONE 'UTC', 'YYYYMMDDHH24');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        -- As every upload does, first the whole: what `CREATE TABLE` takes later is had at once, and nobody waits in a ring.
        LOCK TABLE ONLY public.upload IN ACCESS EXCLUSIVE MODE;
        CONTINUE WHEN EXISTS (SELECT FROM upload_beyond b
            WHERE b.received_at >= hour AND b.received_at < hour + interval '1 hour');
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.upload FOR VALUES FROM (%L) TO (%L)',
            name, hour, hour + interval '1 hour');
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE public.%I %s', name, quiet);
        changed := changed + 1;
    END LOOP;
    FOR name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.upload'::regclass AND c.relname ~ '^upload_[0-9]{10}$'
            AND to_timestamp(right(c.relname, 10) || '+00', 'YYYYMMDDHH24TZH') + interval '1 hour' <= kept_from
    LOOP
        EXECUTE format('DROP TABLE public.%I', name);
        changed := changed + 1;
    END LOOP;
    DELETE FROM upload_beyond b WHERE b.received_at < kept_from;
    DELETE FROM last_position p WHERE p.received_at < kept_from;
    RETURN changed;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_upload_hours(timestamptz, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_upload_hours(timestamptz, timestamptz, timestamptz) TO deconflict_checker;
