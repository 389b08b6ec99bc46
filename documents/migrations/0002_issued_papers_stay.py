"""An issued paper keeps its facts, number and version; it moves forward in its life, and it is never deleted."""

from django.db import migrations

# Everything not named here is frozen, columns that are added later included.
KEEP = """
CREATE FUNCTION paper_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life text[] := ARRAY['draft', 'issued', 'sealed', 'served', 'void'];
    free text[] := ARRAY['status', 'void_reason', 'print_count'];
BEGIN
    IF OLD.status = 'draft' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '已签发的文书只能作废，不能删除' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.pdf_sha256 = '' THEN
        free := free || ARRAY['rendered_at', 'pdf_sha256', 'pdf_size', 'page_count', 'template_version'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION '已签发的文书不能修改，只能签发新的一版' USING ERRCODE = 'restrict_violation';
    END IF;
    IF array_position(life, NEW.status::text) < array_position(life, OLD.status::text)
       OR (OLD.status = 'void' AND NEW.void_reason <> OLD.void_reason) OR NEW.print_count < OLD.print_count THEN
        RAISE EXCEPTION '文书的状态和打印次数只能往前' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_keep BEFORE UPDATE OR DELETE ON documents_paper
    FOR EACH ROW EXECUTE FUNCTION paper_keep();
"""
UNDO = """
DROP TRIGGER paper_keep ON documents_paper;
DROP FUNCTION paper_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
