-- Everything the service remembers. Portable: PostgreSQL reads this file as it stands.
--
-- Moments are milliseconds since 1970 (BIGINT), dates are text (2026-07-20), bodies are JSON text, flags are 0 or 1.
-- `version` is the number of times a row was written. `position` is the place of a row in the order of arrival: the
-- number of the log entry it came with, times 2^20, plus its place in that decision.

-- Counts log entries. Whoever writes raises it first: so decisions are numbered without gaps.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('audit', 0);

-- How often each person and each hall was touched by a decision.
CREATE TABLE versions (
    kind TEXT NOT NULL CHECK (kind IN ('HALL', 'EMPLOYEE')),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE TABLE instances (
    sha256 TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);

CREATE TABLE rosters (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'CLOSED', 'ARCHIVED')),
    title TEXT NOT NULL,
    instance_sha256 TEXT NOT NULL REFERENCES instances (sha256),
    previous TEXT,
    halls TEXT NOT NULL,
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    opens_at BIGINT,
    closes_at BIGINT,
    body TEXT NOT NULL,
    plan BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- For finding the rosters of a hall; `rosters.halls` is what is read.
CREATE TABLE roster_halls (
    roster TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    hall TEXT NOT NULL,
    PRIMARY KEY (hall, roster)
);
CREATE INDEX roster_halls_by_roster ON roster_halls (roster);

CREATE TABLE plans (
    roster TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    instance_sha256 TEXT NOT NULL REFERENCES instances (sha256),
    job TEXT,
    cost BIGINT NOT NULL,
    bound BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (roster, number)
);

-- `hall` is empty where a witness covers the whole roster.
CREATE TABLE witnesses (
    roster TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    hall TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (roster, hall, version)
);

CREATE TABLE shifts (
    roster TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    hall TEXT NOT NULL,
    date TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    freeze_at BIGINT NOT NULL,
    cancelled BIGINT NOT NULL CHECK (cancelled IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (roster, id)
);
CREATE INDEX shifts_by_hall ON shifts (hall, starts_at);
CREATE INDEX shifts_by_start ON shifts (starts_at, roster, id);

CREATE TABLE spots (
    roster TEXT NOT NULL,
    shift TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ASSIGNED', 'OPEN', 'EXTRA', 'CANCELLED')),
    holder TEXT,
    PRIMARY KEY (roster, shift, number),
    FOREIGN KEY (roster, shift) REFERENCES shifts (roster, id) ON DELETE CASCADE
);
-- Nobody works twice in one shift.
CREATE UNIQUE INDEX one_spot_a_person ON spots (roster, shift, holder) WHERE holder IS NOT NULL;
CREATE INDEX spots_by_holder ON spots (holder) WHERE holder IS NOT NULL;

CREATE TABLE claims (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL UNIQUE,
    roster TEXT NOT NULL REFERENCES rosters (id),
    hall TEXT NOT NULL,
    shift TEXT NOT NULL,
    spot BIGINT,
    employee TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('PENDING', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN', 'WORKED', 'NO_SHOW')),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    FOREIGN KEY (roster, shift) REFERENCES shifts (roster, id),
    FOREIGN KEY (roster, shift, spot) REFERENCES spots (roster, shift, number),
    CHECK (state NOT IN ('ACCEPTED', 'WORKED', 'NO_SHOW') OR spot IS NOT NULL)
);
-- The award: one claim holds a spot, whatever the program believes.
CREATE UNIQUE INDEX one_claim_a_spot ON claims (roster, shift, spot)
    WHERE state IN ('ACCEPTED', 'WORKED', 'NO_SHOW');
CREATE INDEX claims_by_roster ON claims (roster, position);
CREATE INDEX claims_by_employee ON claims (employee, position);

CREATE TABLE comp_lots (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    employee TEXT NOT NULL,
    roster TEXT,
    claim TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('PLANNED', 'EARNED', 'SCHEDULED', 'TAKEN', 'PAID', 'EXPIRED', 'VOID')),
    minutes BIGINT NOT NULL,
    earned_on TEXT NOT NULL,
    due_on TEXT,
    planned_on TEXT,
    body TEXT NOT NULL,
    due_order TEXT NOT NULL
);
CREATE INDEX comp_lots_by_employee ON comp_lots (employee, due_order, id);
CREATE INDEX comp_lots_by_due ON comp_lots (due_order, id);

-- `hall` and `template` are both empty where the person does not work.
CREATE TABLE pins (
    roster TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    employee TEXT NOT NULL,
    date TEXT NOT NULL,
    version BIGINT NOT NULL,
    hall TEXT,
    template TEXT,
    PRIMARY KEY (roster, employee, date),
    CHECK ((hall IS NULL) = (template IS NULL))
);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('SOLVE', 'REOPTIMIZE', 'DECIDE_CLAIM')),
    roster TEXT,
    request TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    not_before BIGINT,
    worker TEXT,
    lease_until BIGINT,
    attempts BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    cancel_asked BIGINT NOT NULL CHECK (cancel_asked IN (0, 1)),
    progress TEXT,
    result TEXT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    CHECK ((state = 'QUEUED') = (not_before IS NOT NULL)),
    CHECK ((state = 'RUNNING') = (worker IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX jobs_by_state ON jobs (state, position);
CREATE INDEX jobs_by_roster ON jobs (roster, position);

-- The first answer to a request; forgotten after `expires_at`.
CREATE TABLE answers (
    caller TEXT NOT NULL,
    request_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (caller, request_id)
);
CREATE INDEX answers_by_expiry ON answers (expires_at);

-- Who did what, to what, when and why. Only ever added to; see the guards beside this file.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    role TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    roster TEXT,
    hall TEXT,
    employee TEXT,
    reason TEXT NOT NULL,
    verdict TEXT NOT NULL
);
CREATE INDEX audit_by_roster ON audit (roster, number);
CREATE INDEX audit_by_employee ON audit (employee, number);
