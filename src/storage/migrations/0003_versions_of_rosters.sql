-- How often each person and each hall of a roster was touched by a decision; `roster` is empty for PERSON, which counts
-- how often somebody came into a published roster. What was counted over all rosters before is of no use any more.
DROP TABLE versions;
CREATE TABLE versions (
    roster TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('HALL', 'EMPLOYEE', 'PERSON')),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (roster, kind, id)
);
