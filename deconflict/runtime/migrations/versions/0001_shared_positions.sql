-- Where rivals' units are, at live level 4 (DIS-03): a copy for each viewer, made and taken back by the checker, of fixes that
-- lie where and when the level allows it. What either side takes back shows nothing from that commit on.
CREATE TABLE shared_position (
    id UUID NOT NULL,
    party UUID NOT NULL,
    owner UUID NOT NULL,
    unit UUID NOT NULL,
    callsign TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    lon FLOAT NOT NULL,
    lat FLOAT NOT NULL,
    accuracy_m FLOAT,
    speed_m_s FLOAT,
    course_deg FLOAT,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (party, unit),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT shared_position_of FOREIGN KEY (owner, unit) REFERENCES unit (party, id),
    CONSTRAINT shared_position_sides CHECK (party <> owner),
    CONSTRAINT shared_position_place CHECK (lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90),
    CONSTRAINT shared_position_accuracy CHECK (accuracy_m BETWEEN 0 AND 1000000),
    CONSTRAINT shared_position_speed CHECK (speed_m_s BETWEEN 0 AND 1000),
    CONSTRAINT shared_position_course CHECK (course_deg BETWEEN 0 AND 360)
);

CREATE UNIQUE INDEX shared_position_party_id ON shared_position (party, id);

CREATE INDEX shared_position_owner ON shared_position (owner, unit);

SELECT guard_for_checker('shared_position');
GRANT SELECT, INSERT, UPDATE, DELETE ON shared_position TO deconflict_checker;

GRANT SELECT (id, party, owner, callsign, at, lon, lat, accuracy_m, speed_m_s, course_deg, received_at, shared_at)
    ON shared_position TO deconflict_api;
CREATE POLICY shared ON shared_position FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party())) AND owner = ANY (ARRAY(SELECT viewer_partners(4))));

-- Statistics would show through the planner's estimates where rivals are and when they report.
SELECT unmeasured('shared_position');
