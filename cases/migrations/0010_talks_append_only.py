from django.db import migrations

TABLES = ("draw", "contact", "guidance", "stallreview")
KEEP = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON cases_{table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();"""
    for table in TABLES
)
UNDO = "\n".join(f"DROP TRIGGER {table}_append_only ON cases_{table};" for table in TABLES)

# Of a follow-up only its closing is ever added, and once.
CLOSE_ONCE = """
CREATE FUNCTION follow_up_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.result <> ''
       OR (NEW.attempt_id, NEW.kind, NEW.text, NEW.amount, NEW.due_on, NEW.entered_by_id, NEW.entered_at)
          IS DISTINCT FROM
          (OLD.attempt_id, OLD.kind, OLD.text, OLD.amount, OLD.due_on, OLD.entered_by_id, OLD.entered_at)
       OR (NEW.party_id, NEW.session_id, NEW.contact_id)
          IS DISTINCT FROM (OLD.party_id, OLD.session_id, OLD.contact_id) THEN
        RAISE EXCEPTION '约定事项只能办结一次，不能改动' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follow_up_keep BEFORE UPDATE OR DELETE ON cases_followup
    FOR EACH ROW EXECUTE FUNCTION follow_up_keep();
"""
UNDO_CLOSE = """
DROP TRIGGER follow_up_keep ON cases_followup;
DROP FUNCTION follow_up_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_talks_and_draws")]

    operations = [
        migrations.RunSQL(KEEP, UNDO),
        migrations.RunSQL(CLOSE_ONCE, UNDO_CLOSE),
    ]
