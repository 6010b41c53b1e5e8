-- The triggers of the reviews as they are today. See factcheck/triggers.py for how a change reaches a database.

-- What people decided and wrote only grows (decision 3).
CREATE OR REPLACE TRIGGER reviews_review_only_grows BEFORE UPDATE OR DELETE ON reviews_review
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of decisions only grows');

CREATE OR REPLACE TRIGGER reviews_opinion_only_grows BEFORE UPDATE OR DELETE ON reviews_opinion
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of decisions only grows');

CREATE OR REPLACE TRIGGER reviews_dismissal_only_grows BEFORE UPDATE OR DELETE ON reviews_dismissal
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of dismissed findings only grows');

CREATE OR REPLACE TRIGGER reviews_comment_only_grows BEFORE UPDATE OR DELETE ON reviews_comment
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was said stays');

CREATE OR REPLACE TRIGGER reviews_mention_only_grows BEFORE UPDATE OR DELETE ON reviews_mention
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was said stays');

-- Evidence is withdrawn, once, and otherwise stays as it was added.
CREATE OR REPLACE TRIGGER reviews_evidence_only_grows BEFORE UPDATE OR DELETE ON reviews_evidence
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');

CREATE OR REPLACE TRIGGER reviews_evidenceuse_keep BEFORE UPDATE ON reviews_evidenceuse
  FOR EACH ROW WHEN (
    (OLD.article_id, OLD.evidence_id, OLD.claim_id, OLD.stance, OLD.by_id, OLD.at)
      IS DISTINCT FROM
    (NEW.article_id, NEW.evidence_id, NEW.claim_id, NEW.stance, NEW.by_id, NEW.at)
    OR OLD.withdrawn_at IS NOT NULL
  )
  EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');

CREATE OR REPLACE TRIGGER reviews_evidenceuse_stays BEFORE DELETE ON reviews_evidenceuse
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('evidence is withdrawn, never changed');
