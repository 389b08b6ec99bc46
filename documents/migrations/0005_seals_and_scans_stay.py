"""The seal is renewed by the acts that may change a paper; papers of before get one; scans are voided, never changed."""

from django.db import migrations

from documents import seal

# As in 0002, with the seal among what may change: without the court's key nobody can make one that fits.
KEEP = """
CREATE OR REPLACE FUNCTION paper_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    life text[] := ARRAY['draft', 'issued', 'sealed', 'served', 'void'];
    free text[] := ARRAY['status', 'void_reason', 'print_count'{seal}];
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
"""
SCANS = """
CREATE FUNCTION attachment_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['void_reason', 'seal'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '收存的扫描件只能作废，不能删除' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
       OR (OLD.void_reason <> '' AND NEW.void_reason <> OLD.void_reason) THEN
        RAISE EXCEPTION '收存的扫描件不能修改，只能作废后重新收存' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attachment_keep BEFORE UPDATE OR DELETE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION attachment_keep();
"""
UNDO_SCANS = """
DROP TRIGGER attachment_keep ON documents_attachment;
DROP FUNCTION attachment_keep();
"""
# What version s1 of the seal lies over.
COLUMNS = (
    *("form", "variant", "subject", "version", "owner_key", "case_no", "number", "seq", "title", "context_sha256"),
    *("template_version", "status", "issued_by_id", "issued_at", "rendered_at", "pdf_sha256", "pdf_size"),
    *("page_count", "verify_code", "print_count", "void_reason", "supersedes_id"),
)


def seal_old_papers(apps, schema_editor):
    """Papers issued before there were seals are taken as they stand on this day."""
    papers = apps.get_model("documents", "Paper").objects
    for row in papers.filter(seal="").values("pk", *COLUMNS).iterator(chunk_size=500):
        papers.filter(pk=row.pop("pk")).update(seal=seal.over("paper", row))


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_attachments_and_seals")]
    operations = [
        migrations.RunSQL(KEEP.format(seal=", 'seal'"), KEEP.format(seal="")),
        migrations.RunSQL(SCANS, UNDO_SCANS),
        migrations.RunPython(seal_old_papers, migrations.RunPython.noop),
    ]
