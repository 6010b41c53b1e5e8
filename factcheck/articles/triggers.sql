-- The triggers of the articles as they are today. See factcheck/triggers.py for how a change reaches a database.

-- Refuses the statement; the argument says why. Every room uses it.
CREATE OR REPLACE FUNCTION factcheck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
