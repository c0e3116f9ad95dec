-- Incidents (INC-01): what a party's people observed, with photos. Nobody changes a report: corrections will be new entries.
CREATE TABLE incident (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    party UUID NOT NULL,
    unit UUID NOT NULL,
    callsign TEXT NOT NULL,
    person UUID NOT NULL,
    device UUID,
    patrol UUID,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    confidence TEXT NOT NULL,
    words TEXT NOT NULL,
    lon FLOAT,
    lat FLOAT,
    accuracy_m FLOAT,
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rings BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT incident_party UNIQUE (party, id),
    CONSTRAINT incident_unit FOREIGN KEY (party, unit) REFERENCES unit (party, id),
    CONSTRAINT incident_patrol FOREIGN KEY (party, patrol) REFERENCES patrol (party, id),
    CONSTRAINT incident_state CHECK (state IN ('reported')),
    CONSTRAINT incident_kind CHECK (kind IN ('shots_fired', 'mine_or_uxo', 'medical', 'accident', 'checkpoint_dispute',
        'detention', 'vehicle_stopped', 'crowd', 'relief_need', 'other')),
    CONSTRAINT incident_severity CHECK (severity IN ('low', 'moderate', 'high', 'critical')),
    CONSTRAINT incident_confidence CHECK (confidence IN ('certain', 'probable', 'possible')),
    CONSTRAINT incident_rings CHECK (NOT rings OR severity IN ('high', 'critical')),
    CONSTRAINT incident_named CHECK (length(reference) <= 200 AND length(callsign) <= 200),
    CONSTRAINT incident_words CHECK (length(words) <= 500),
    CONSTRAINT incident_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90),
    CONSTRAINT incident_place_whole CHECK (num_nonnulls(lon, lat) IN (0, 2) AND (accuracy_m IS NULL OR lon IS NOT NULL)),
    CONSTRAINT incident_accuracy CHECK (accuracy_m BETWEEN 0 AND 1000000),
    CONSTRAINT incident_order CHECK (happened_at <= reported_at)
);

CREATE INDEX incident_reported ON incident (reported_at, id);

CREATE TABLE incident_photo (
    id UUID NOT NULL,
    party UUID NOT NULL,
    incident UUID NOT NULL,
    person UUID NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    digest BYTEA NOT NULL,
    content BYTEA NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT incident_photo_of FOREIGN KEY (party, incident) REFERENCES incident (party, id),
    CONSTRAINT incident_photo_type CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    CONSTRAINT incident_photo_size CHECK (size_bytes = length(content) AND size_bytes BETWEEN 1 AND 4194304),
    CONSTRAINT incident_photo_pixels CHECK (width BETWEEN 1 AND 16384 AND height BETWEEN 1 AND 16384),
    CONSTRAINT incident_photo_digest CHECK (digest = sha256(content))
);

CREATE UNIQUE INDEX incident_photo_once ON incident_photo (party, incident, digest);

-- Photos are compressed already.
ALTER TABLE incident_photo ALTER COLUMN content SET STORAGE EXTERNAL;

SELECT guard('incident', 'incident_photo');

-- A party's own people report for its own units, whoever is with one for that one alone; they and the desk read it,
-- whoever is with one what was reported for that one and by themselves. A rival sees nothing so far.
GRANT SELECT, INSERT ON incident, incident_photo TO deconflict_api;
CREATE POLICY seen ON incident FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties())) AND (person = (SELECT viewer_person()) OR unit =
        coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit)));
CREATE POLICY own ON incident FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person()) AND state = 'reported'
        AND unit = coalesce((SELECT own.unit FROM person own WHERE own.id = (SELECT viewer_person())),
            (SELECT bound.unit FROM binding bound WHERE bound.person = (SELECT viewer_person())), unit)
        AND (device IS NULL OR EXISTS (SELECT FROM device own
            WHERE own.id = incident.device AND own.person = (SELECT viewer_person()))));
CREATE POLICY seen ON incident_photo FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_parties()))
        AND EXISTS (SELECT FROM incident i WHERE i.party = incident_photo.party AND i.id = incident_photo.incident));
CREATE POLICY own ON incident_photo FOR INSERT TO deconflict_api
    WITH CHECK (party = ANY (ARRAY(SELECT viewer_party())) AND person = (SELECT viewer_person())
        AND EXISTS (SELECT FROM incident i WHERE i.party = incident_photo.party AND i.id = incident_photo.incident));

-- How much room a party's photos take, also for whoever of it sees a part of them.
GRANT SELECT ON incident_photo TO deconflict_owner;
CREATE POLICY for_viewer ON incident_photo FOR SELECT TO deconflict_owner
    USING (party = ANY (ARRAY(SELECT viewer_parties())));
CREATE FUNCTION photo_bytes(wanted uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(sum(p.size_bytes), 0)::bigint FROM incident_photo p WHERE p.party = photo_bytes.wanted
$$;
REVOKE EXECUTE ON FUNCTION photo_bytes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photo_bytes(uuid) TO deconflict_api;

-- Whoever reports tells its own side and the desk with the act itself.
CREATE POLICY of_incident ON notice FOR INSERT TO deconflict_api
    WITH CHECK (released_at IS NULL AND closed_at IS NULL
        AND num_nonnulls(patrol, conflict, finding, review, zone, segment, suspension, glass, rendezvous, joint_patrol,
            sos, halt) = 0
        AND kind = 'incident' AND (change = 'reported' OR change = 'photo' AND NOT rings)
        AND EXISTS (SELECT FROM incident i WHERE i.id = notice.incident AND (notice.party IS NULL OR notice.party = i.party)
            AND (i.rings OR NOT notice.rings)));
-- Nothing else that somebody is told of speaks of an incident besides.
CREATE POLICY of_incident_alone ON notice AS RESTRICTIVE FOR INSERT TO deconflict_api
    WITH CHECK (incident IS NULL OR kind = 'incident');
-- Notices are numbered by when they were found: nobody goes before others by saying that it was long ago.
CREATE POLICY found_now ON notice AS RESTRICTIVE FOR INSERT TO deconflict_api WITH CHECK (comes_now(found_at));

-- Statistics would show through the planner's estimates who reported what where, and of whom a row is.
SELECT unmeasured('incident', 'incident_photo');
