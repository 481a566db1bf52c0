-- Pending claims are looked for again and again, in all rosters.
CREATE INDEX claims_by_state ON claims (state, position);
