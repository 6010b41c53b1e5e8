-- The triggers of the claims as they are today. See factcheck/triggers.py for how a change reaches a database.

-- Where a claim is in the text, and which claim of the version before it follows.
CREATE OR REPLACE TRIGGER claims_claim_keep_place BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.number, OLD.whole_id, OLD.start, OLD."end", OLD.text, OLD.previous_id, OLD.change_since_previous)
      IS DISTINCT FROM
    (NEW.article_id, NEW.number, NEW.whole_id, NEW.start, NEW."end", NEW.text, NEW.previous_id, NEW.change_since_previous)
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

-- A suggestion may be replaced until somebody has decided, by a transaction that says so (decision 15).
CREATE OR REPLACE TRIGGER claims_claim_keep_suggestion BEFORE UPDATE ON claims_claim
  FOR EACH ROW WHEN (
    ((OLD.suggested_status, OLD.suggested_why, OLD.suggested_probability, OLD.suggested_with)
      IS DISTINCT FROM
     (NEW.suggested_status, NEW.suggested_why, NEW.suggested_probability, NEW.suggested_with)
     OR (OLD.suggested_by_id IS NOT NULL AND OLD.suggested_by_id IS DISTINCT FROM NEW.suggested_by_id))
    AND (OLD.version > 0 OR current_setting('factcheck.redetect', true) IS DISTINCT FROM 'on')
  )
  EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

CREATE OR REPLACE TRIGGER claims_attribution_keep BEFORE UPDATE ON claims_attribution
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

CREATE OR REPLACE TRIGGER claims_source_keep BEFORE UPDATE ON claims_source
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what the machine found is never changed');

-- When the last claim has its review and a verdict that fits, and no longer when one of them is taken back or the
-- review changes (decision 32).
CREATE OR REPLACE FUNCTION claims_tally_note_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.done_at := CASE WHEN NEW.done_at IS NULL THEN now() END;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER claims_tally_done BEFORE INSERT OR UPDATE ON claims_tally
  FOR EACH ROW WHEN (
    (NEW.claims > 0 AND NEW.claims = NEW.reviewed AND NEW.pending = 0 AND NEW.stale = 0) <> (NEW.done_at IS NOT NULL)
  )
  EXECUTE FUNCTION claims_tally_note_done();
