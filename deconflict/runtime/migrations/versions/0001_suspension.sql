-- Suspension of a party (PAT-02): by whom, why and since when, and which of its plans rivals go on being warned of meanwhile.
CREATE TABLE suspension (
    id UUID NOT NULL,
    party UUID NOT NULL,
    reason TEXT NOT NULL,
    suspended_by UUID,
    suspended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE,
    restored_by UUID,
    restored_at TIMESTAMP WITH TIME ZONE,
    restored_applied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(party) REFERENCES party (id),
    CONSTRAINT suspension_reason CHECK (length(reason) BETWEEN 1 AND 2000),
    CONSTRAINT suspension_order CHECK (restored_at >= suspended_at)
);

CREATE UNIQUE INDEX suspension_standing ON suspension (party) WHERE restored_at IS NULL;

CREATE TABLE suspended_plan (
    patrol UUID NOT NULL,
    party UUID NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (patrol),
    CONSTRAINT suspended_plan_patrol FOREIGN KEY(party, patrol) REFERENCES patrol (party, id)
);

CREATE INDEX suspended_plan_party ON suspended_plan (party);

SELECT guard_for_checker('suspension', 'suspended_plan');

GRANT SELECT, UPDATE ON suspension TO deconflict_checker;
GRANT SELECT, INSERT, DELETE ON suspended_plan TO deconflict_checker;

-- On the machine itself the operator may suspend and restore too.
GRANT SELECT, INSERT, UPDATE ON suspension TO deconflict_owner;
CREATE POLICY owner_all ON suspension TO deconflict_owner USING (true) WITH CHECK (true);

-- The party itself knows since when and why; by whom is the neutral staff's. Nobody else learns of it.
GRANT SELECT (id, party, reason, suspended_at, restored_at), INSERT, UPDATE (restored_by, restored_at)
    ON suspension TO deconflict_api;
CREATE POLICY seen ON suspension FOR SELECT TO deconflict_api
    USING (party = ANY (ARRAY(SELECT viewer_party()))
        OR (SELECT viewer_role()) IN ('desk', 'facilitator', 'oversight', 'operator'));
CREATE POLICY suspend ON suspension FOR INSERT TO deconflict_api
    WITH CHECK ((SELECT viewer_role()) IN ('desk', 'operator') AND suspended_by = (SELECT viewer_person())
        AND applied_at IS NULL AND restored_by IS NULL AND restored_at IS NULL AND restored_applied_at IS NULL);
CREATE POLICY restore ON suspension FOR UPDATE TO deconflict_api
    USING ((SELECT viewer_role()) IN ('desk', 'operator') AND restored_at IS NULL)
    WITH CHECK (restored_by = (SELECT viewer_person()) AND restored_at IS NOT NULL);
