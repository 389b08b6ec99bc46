from django.db import migrations

# Foreign keys are checked at the commit: until then nothing of theirs would make a leaving wait. So whoever gives a case
# holds the mediator's row at once, and a leaving (0011) waits for it and then sees the case.
GIVE = """
CREATE FUNCTION case_for_who_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.mediator_id IS NOT DISTINCT FROM NEW.mediator_id THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM mediators_mediator WHERE id = NEW.mediator_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM mediators_serviceperiod WHERE mediator_id = NEW.mediator_id)
       AND NOT EXISTS (
           SELECT 1 FROM mediators_serviceperiod WHERE mediator_id = NEW.mediator_id AND until_on IS NULL
       ) THEN
        RAISE EXCEPTION '和解员已经离册，不能再派案' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_for_who_is_there BEFORE INSERT OR UPDATE OF mediator_id ON cases_attempt
    FOR EACH ROW WHEN (NEW.mediator_id IS NOT NULL AND NEW.closed_on IS NULL)
    EXECUTE FUNCTION case_for_who_is_there();
"""
UNDO = """
DROP TRIGGER case_for_who_is_there ON cases_attempt;
DROP FUNCTION case_for_who_is_there();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_meeting_tasks")]

    operations = [migrations.RunSQL(GIVE, UNDO)]
