"""The sealed package of a hand-over and the answer to it; a trigger keeps what was sent as it was sent."""

import jianli_mediation.core.crypto
from django.conf import settings
from django.db import migrations, models

# Everything not named here is frozen once the matter has been put into the package, later columns included.
KEEP = """
CREATE FUNCTION handover_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['exec_case_no', 'acknowledged_on', 'returned_on', 'return_reason'];
BEGIN
    IF OLD.xml_sha256 = '' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '移送只能由立案庭退回，不能删除' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.package_sha256 = '' THEN
        free := free || ARRAY['package_sha256', 'package_size', 'package_built_at'];
    END IF;
    IF OLD.answer_sha256 = '' THEN
        free := free || ARRAY['answer_sha256', 'answer_received_at'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION '移送的内容已经封存，不能修改' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_keep BEFORE UPDATE OR DELETE ON cases_handover
    FOR EACH ROW EXECUTE FUNCTION handover_keep();
"""
UNDO = """
DROP TRIGGER handover_keep ON cases_handover;
DROP FUNCTION handover_keep();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_session_numbered_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='handover',
            name='answer_received_at',
            field=models.DateTimeField(null=True, verbose_name='回执收到时间'),
        ),
        migrations.AddField(
            model_name='handover',
            name='answer_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='handover',
            name='package_built_at',
            field=models.DateTimeField(null=True, verbose_name='移送包生成时间'),
        ),
        migrations.AddField(
            model_name='handover',
            name='package_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='handover',
            name='package_size',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='handover',
            name='package_xml',
            field=jianli_mediation.core.crypto.EncryptedTextField(blank=True, default='', verbose_name='移送内容'),
        ),
        migrations.AddField(
            model_name='handover',
            name='xml_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('package_built_at__isnull', True), ('package_sha256', ''), ('package_size', 0)), models.Q(models.Q(('package_sha256', ''), _negated=True), models.Q(('xml_sha256', ''), _negated=True), ('package_built_at__isnull', False), ('package_size__gt', 0)), _connector='OR'), name='handover_package_whole', violation_error_message='移送包的登记不完整'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_received_at__isnull', True), ('answer_sha256', '')), models.Q(models.Q(('answer_sha256', ''), _negated=True), ('answer_received_at__isnull', False)), _connector='OR'), name='handover_answer_file_dated', violation_error_message='回执文件的登记不完整'),
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
