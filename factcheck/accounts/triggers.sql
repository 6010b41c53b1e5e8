-- The triggers of the accounts as they are today. See factcheck/triggers.py for how a change reaches a database.

-- The audit log only grows. Retention clears what is older than a month, and a person who is forgotten loses the name:
-- both by a transaction that says so (factcheck/accounts/audit.py), and nothing else of an entry may differ then.
CREATE OR REPLACE FUNCTION accounts_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF current_setting('factcheck.clear_audit', true) = 'on' AND OLD.at < now() - interval '30 days' THEN
      RETURN OLD;
    END IF;
  ELSIF current_setting('factcheck.forget_audit', true) = 'on'
    AND to_jsonb(OLD) - 'person_name' = to_jsonb(NEW) - 'person_name' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of % refused: the audit log only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE TRIGGER accounts_auditentry_only_grows BEFORE UPDATE OR DELETE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION accounts_keep_audit();
