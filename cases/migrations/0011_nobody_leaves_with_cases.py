from django.db import migrations

# FOR UPDATE waits for every transaction that is about to give her a case (its foreign key holds the row), and the
# statement after it sees what they have committed.
STAY = """
CREATE FUNCTION leaver_has_no_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM mediators_mediator WHERE id = NEW.mediator_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM cases_attempt WHERE mediator_id = NEW.mediator_id AND closed_on IS NULL) THEN
        RAISE EXCEPTION '手里还有没有结束的案件，不能离册' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER leaver_has_no_cases BEFORE UPDATE ON mediators_serviceperiod
    FOR EACH ROW WHEN (OLD.until_on IS NULL AND NEW.until_on IS NOT NULL)
    EXECUTE FUNCTION leaver_has_no_cases();
"""
UNDO = """
DROP TRIGGER leaver_has_no_cases ON mediators_serviceperiod;
DROP FUNCTION leaver_has_no_cases();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_talks_append_only"), ("mediators", "0004_roster_rows_only")]

    operations = [migrations.RunSQL(STAY, UNDO)]
