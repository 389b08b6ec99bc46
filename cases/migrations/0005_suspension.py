"""Suspension of the reconciliation period as dated rows, and what the database itself holds of them."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A suspension is ended once, no later than it would have ended; nothing else of it ever changes.
KEEP = """
CREATE FUNCTION suspension_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.to_on > OLD.to_on
       OR (NEW.attempt_id, NEW.from_on, NEW.reason, NEW.entered_by_id, NEW.entered_at)
          IS DISTINCT FROM (OLD.attempt_id, OLD.from_on, OLD.reason, OLD.entered_by_id, OLD.entered_at) THEN
        RAISE EXCEPTION '中止只能恢复一次，不能修改或删除' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER suspension_keep BEFORE UPDATE OR DELETE ON cases_suspension
    FOR EACH ROW EXECUTE FUNCTION suspension_keep();
"""
UNDO_KEEP = """
DROP TRIGGER suspension_keep ON cases_suspension;
DROP FUNCTION suspension_keep();
"""

# Once taken the period has an end, but for a suspension of which nobody has said when it ends; seen at commit.
DEADLINES = """
CREATE FUNCTION attempt_has_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint := CASE WHEN TG_TABLE_NAME = 'cases_attempt' THEN NEW.id ELSE
        (to_jsonb(NEW) ->> 'attempt_id')::bigint END;
BEGIN
    IF EXISTS (
        SELECT FROM cases_attempt a WHERE a.id = wanted AND a.taken_on IS NOT NULL AND (a.deadline IS NULL)
            IS DISTINCT FROM EXISTS (SELECT FROM cases_suspension s WHERE s.attempt_id = a.id AND s.to_on IS NULL)
    ) THEN
        RAISE EXCEPTION '接收后须有和解期限；中止没有恢复的，没有届满日'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attempt_has_deadline';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER attempt_has_deadline AFTER INSERT OR UPDATE ON cases_attempt
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION attempt_has_deadline();
CREATE CONSTRAINT TRIGGER suspension_has_no_deadline AFTER INSERT OR UPDATE ON cases_suspension
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION attempt_has_deadline();
"""
UNDO_DEADLINES = """
DROP TRIGGER suspension_has_no_deadline ON cases_suspension;
DROP TRIGGER attempt_has_deadline ON cases_attempt;
DROP FUNCTION attempt_has_deadline();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_handover_package"),
        ("mediators", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="中止日")),
                ("to_on", models.DateField(null=True, verbose_name="恢复日")),
                ("reason", models.CharField(max_length=200, verbose_name="中止理由")),
                ("entered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_note", models.CharField(blank=True, max_length=200, verbose_name="恢复说明")),
            ],
            options={
                "ordering": ["from_on", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="attempt",
            name="attempt_taken_has_deadline",
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_on__isnull", True), ("mediator__isnull", False), _connector="OR"),
                name="attempt_taken_has_mediator",
                violation_error_message="接收后须有和解员",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="cases.attempt"
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="suspension_forward",
                violation_error_message="恢复日不能早于中止日",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="suspension_reasoned",
                violation_error_message="中止须写明理由",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("to_on__isnull", False)),
                    _connector="OR",
                ),
                name="suspension_ended_whole",
                violation_error_message="恢复须写明恢复日、办理人和时间",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(models.F("attempt"), models.F("attempt"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (
                        models.Func(models.F("from_on"), models.F("to_on"), models.Value("[]"), function="daterange"),
                        "&&",
                    ),
                ],
                name="suspension_no_overlap",
                violation_error_message="同一和解程序的中止不能重叠，也不能同时有两次没有恢复",
            ),
        ),
        migrations.RunSQL(KEEP, UNDO_KEEP),
        migrations.RunSQL(DEADLINES, UNDO_DEADLINES),
    ]
