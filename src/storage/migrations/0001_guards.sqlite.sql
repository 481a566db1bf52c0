-- What has been written for ever stays as it was written: log entries, instances, plans and witnesses are not changed,
-- log entries are not deleted either. SQLite's own words; another database says the same in its own.

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the log is only added to');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the log is only added to');
END;

-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'the log is only added to');
END;

CREATE TRIGGER instances_are_not_changed BEFORE UPDATE ON instances
BEGIN
    SELECT RAISE(ABORT, 'an instance never changes');
END;

CREATE TRIGGER plans_are_not_changed BEFORE UPDATE ON plans
BEGIN
    SELECT RAISE(ABORT, 'a plan never changes');
END;

CREATE TRIGGER witnesses_are_not_changed BEFORE UPDATE ON witnesses
BEGIN
    SELECT RAISE(ABORT, 'a witness never changes');
END;
