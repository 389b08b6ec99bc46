"""The audit trail refuses change, and the calendar is filled from the chinesecalendar package."""

from collections import defaultdict

import chinese_calendar.constants as source
from django.db import migrations

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "五一",
    "Dragon Boat Festival": "端午",
    "National Day": "国庆",
    "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
FIRST_YEAR = 2015

APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只能追加，不能修改或删除', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON core_auditentry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON core_auditseal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO = """
DROP TRIGGER seal_append_only ON core_auditseal;
DROP TRIGGER audit_no_truncate ON core_auditentry;
DROP TRIGGER audit_append_only ON core_auditentry;
DROP FUNCTION refuse_change();
"""


def fill_calendar(apps, schema_editor):
    year_model, day_model = apps.get_model("core", "CalendarYear"), apps.get_model("core", "CalendarDay")
    days = defaultdict(list)
    # The table may put a day of the turn of the year into the neighbour's notice; the day's own year owns it here.
    for day, name in source.holidays.items():
        days[day.year].append((day, "holiday", f"{NAMES[name]}假期"))
    for day, name in source.workdays.items():
        days[day.year].append((day, "workday", f"{NAMES[name]}调休上班"))
    for year in sorted(year for year in days if year >= FIRST_YEAR):
        row = year_model.objects.create(
            year=year, confirmed=True, source=f"国务院办公厅关于{year}年部分节假日安排的通知（据 chinesecalendar 1.11.0）"
        )
        day_model.objects.bulk_create(
            day_model(day=day, kind=kind, name=name, year=row) for day, kind, name in sorted(days[year])
        )


def empty_calendar(apps, schema_editor):
    apps.get_model("core", "CalendarYear").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunPython(fill_calendar, empty_calendar),
    ]
