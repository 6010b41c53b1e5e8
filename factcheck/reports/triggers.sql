-- The triggers of the reports as they are today. See factcheck/triggers.py for how a change reaches a database.

CREATE OR REPLACE TRIGGER reports_frozenreport_stays BEFORE UPDATE OR DELETE ON reports_frozenreport
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');

CREATE OR REPLACE TRIGGER reports_reportfile_stays BEFORE UPDATE OR DELETE ON reports_reportfile
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');

CREATE OR REPLACE TRIGGER reports_outsideedition_stays BEFORE UPDATE OR DELETE ON reports_outsideedition
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');

CREATE OR REPLACE TRIGGER reports_outsidefile_stays BEFORE UPDATE OR DELETE ON reports_outsidefile
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a frozen report never changes');

CREATE OR REPLACE TRIGGER reports_export_only_grows BEFORE UPDATE OR DELETE ON reports_export
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('the log of exports only grows');

CREATE OR REPLACE TRIGGER reports_share_stays BEFORE DELETE ON reports_sharelink
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('a link is revoked, never deleted');

-- An order opens what it names in its own transaction alone.
CREATE OR REPLACE FUNCTION reports_open_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.transaction := txid_current();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER reports_erasure_opens BEFORE INSERT ON reports_erasure
  FOR EACH ROW EXECUTE FUNCTION reports_open_erasure();

CREATE OR REPLACE TRIGGER reports_erasure_stays BEFORE UPDATE OR DELETE ON reports_erasure
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was erased, and on whose word, stays known');

CREATE OR REPLACE TRIGGER reports_erasedreport_stays BEFORE UPDATE OR DELETE ON reports_erasedreport
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was erased, and on whose word, stays known');

CREATE OR REPLACE TRIGGER reports_erasedfile_stays BEFORE UPDATE OR DELETE ON reports_erasedfile
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was erased, and on whose word, stays known');

CREATE OR REPLACE TRIGGER reports_erasedlink_stays BEFORE UPDATE OR DELETE ON reports_erasedlink
  FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('what was erased, and on whose word, stays known');
