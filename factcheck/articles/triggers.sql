-- The triggers of the articles as they are today. See factcheck/triggers.py for how a change reaches a database.

-- Refuses the statement; the argument says why. Every room uses it. What an order of this very transaction erases it
-- lets go (factcheck/reports/erasing.py): rows of the articles, evidence and reports that the order names, and in rows
-- that stay the keys that lead there. The log of exports loses no line.
CREATE OR REPLACE FUNCTION factcheck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  erasure record;
  gone jsonb;
  links text[];
BEGIN
  SELECT articles, evidence, reports INTO erasure FROM reports_erasure WHERE transaction = txid_current();
  IF FOUND THEN
    gone := to_jsonb(OLD);
    IF TG_OP = 'UPDATE' THEN
      -- With what the database computes, which isn't yet when a trigger looks.
      links := CASE TG_TABLE_NAME
        WHEN 'articles_article' THEN ARRAY['revises_id', 'version', 'superseded_at', 'newest', 'search']
        WHEN 'claims_claim' THEN ARRAY['previous_id', 'change_since_previous', 'risk']
        WHEN 'reviews_review' THEN ARRAY['carries_id']
        WHEN 'reviews_evidence' THEN ARRAY['article_id']
        WHEN 'reports_export' THEN ARRAY['article_id', 'report_id', 'what']
        ELSE ARRAY[]::text[]
      END;
      IF gone - links = to_jsonb(NEW) - links THEN
        RETURN NEW;
      END IF;
    ELSIF TG_TABLE_NAME <> 'reports_export' AND (
      (gone->>'article_id')::bigint = ANY (erasure.articles)
      OR (gone->>'report_id')::bigint = ANY (erasure.reports)
      OR (gone->>'evidence_id')::bigint = ANY (erasure.evidence)
      OR TG_TABLE_NAME = 'reports_frozenreport' AND (gone->>'id')::bigint = ANY (erasure.reports)
      OR TG_TABLE_NAME = 'reviews_evidence' AND (gone->>'id')::bigint = ANY (erasure.evidence)
      OR EXISTS (
        SELECT FROM reports_outsideedition
        WHERE id = (gone->>'edition_id')::bigint AND report_id = ANY (erasure.reports)
      )
      OR EXISTS (
        SELECT FROM reviews_comment
        WHERE id = (gone->>'comment_id')::bigint AND article_id = ANY (erasure.articles)
      )
    ) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION articles_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM claims_claim WHERE article_id = OLD.id) THEN
    RAISE EXCEPTION 'The text of an article stands still once claims point into it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER articles_article_keep_text BEFORE UPDATE OF text ON articles_article
  FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION articles_keep_text();

-- The version before a new one is marked as superseded, and is the newest again when the new one is deleted.
CREATE OR REPLACE FUNCTION articles_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE articles_article SET superseded_at = NULL WHERE id = OLD.revises_id;
  ELSE
    UPDATE articles_article SET superseded_at = NEW.loaded_at WHERE id = NEW.revises_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER articles_article_supersede AFTER INSERT ON articles_article
  FOR EACH ROW WHEN (NEW.revises_id IS NOT NULL) EXECUTE FUNCTION articles_supersede();

CREATE OR REPLACE TRIGGER articles_article_back AFTER DELETE ON articles_article
  FOR EACH ROW WHEN (OLD.revises_id IS NOT NULL) EXECUTE FUNCTION articles_supersede();

CREATE OR REPLACE TRIGGER articles_article_keep_versions BEFORE UPDATE OF revises_id, version ON articles_article
  FOR EACH ROW WHEN ((OLD.revises_id, OLD.version) IS DISTINCT FROM (NEW.revises_id, NEW.version))
  EXECUTE FUNCTION factcheck_refuse('which version follows which is never changed');
