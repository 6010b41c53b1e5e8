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
