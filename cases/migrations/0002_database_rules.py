"""What the database itself holds: append-only rows, sums that agree, and Chinese names that are found."""

from django.db import migrations

SEARCH = """
CREATE FUNCTION bigrams(t text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    r text[] := '{}';
BEGIN
    FOR i IN 1..length(t) LOOP
        r := r || substr(t, i, 2);
    END LOOP;
    RETURN r;
END $$;
ALTER TABLE cases_party ADD COLUMN name_grams tsvector
    GENERATED ALWAYS AS (array_to_tsvector(bigrams(name_norm))) STORED;
CREATE INDEX party_by_grams ON cases_party USING gin (name_grams);
"""
UNDO_SEARCH = """
DROP INDEX party_by_grams;
ALTER TABLE cases_party DROP COLUMN name_grams;
DROP FUNCTION bigrams(text);
"""

SESSIONS = """
CREATE TRIGGER session_append_only BEFORE UPDATE OR DELETE ON cases_session
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_note_append_only BEFORE UPDATE OR DELETE ON cases_sessionnote
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER instalment_append_only BEFORE UPDATE OR DELETE ON cases_instalment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER agreement_append_only BEFORE UPDATE OR DELETE ON cases_agreement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO_SESSIONS = """
DROP TRIGGER agreement_append_only ON cases_agreement;
DROP TRIGGER instalment_append_only ON cases_instalment;
DROP TRIGGER session_note_append_only ON cases_sessionnote;
DROP TRIGGER session_append_only ON cases_session;
"""

# A payment may be confirmed once; nothing else of it ever changes.
PAYMENTS = """
CREATE FUNCTION payment_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.confirmation <> 'pending'
       OR (NEW.case_id, NEW.paid_on, NEW.amount, NEW.way, NEW.payer, NEW.voucher, NEW.entered_by_id, NEW.entered_at)
          IS DISTINCT FROM
          (OLD.case_id, OLD.paid_on, OLD.amount, OLD.way, OLD.payer, OLD.voucher, OLD.entered_by_id, OLD.entered_at)
       OR NEW.reverses_id IS DISTINCT FROM OLD.reverses_id THEN
        RAISE EXCEPTION '收款只能红冲，不能修改或删除' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_keep BEFORE UPDATE OR DELETE ON cases_payment
    FOR EACH ROW EXECUTE FUNCTION payment_keep();
CREATE FUNCTION reversal_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM cases_payment p
        WHERE p.id = NEW.reverses_id AND p.case_id = NEW.case_id AND p.amount = -NEW.amount AND p.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION '红冲须与原收款同案、同额' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_mirrors';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reversal_mirrors BEFORE INSERT ON cases_payment
    FOR EACH ROW EXECUTE FUNCTION reversal_mirrors();
"""
UNDO_PAYMENTS = """
DROP TRIGGER reversal_mirrors ON cases_payment;
DROP FUNCTION reversal_mirrors();
DROP TRIGGER payment_keep ON cases_payment;
DROP FUNCTION payment_keep();
"""

# R1: the instalments of an agreement add up to its total, to the fen, at commit.
SUMS = """
CREATE FUNCTION instalments_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreement bigint := CASE WHEN TG_TABLE_NAME = 'cases_agreement' THEN NEW.id ELSE
        (to_jsonb(NEW) ->> 'agreement_id')::bigint END;
BEGIN
    IF (SELECT total FROM cases_agreement WHERE id = agreement)
       <> (SELECT coalesce(sum(amount), 0) FROM cases_instalment WHERE agreement_id = agreement) THEN
        RAISE EXCEPTION '分期合计与协议总额不符'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'instalments_add_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agreement_adds_up AFTER INSERT ON cases_agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION instalments_add_up();
CREATE CONSTRAINT TRIGGER instalments_add_up AFTER INSERT ON cases_instalment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION instalments_add_up();
"""
UNDO_SUMS = """
DROP TRIGGER instalments_add_up ON cases_instalment;
DROP TRIGGER agreement_adds_up ON cases_agreement;
DROP FUNCTION instalments_add_up();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0002_append_only_and_calendar")]
    operations = [
        migrations.RunSQL(SEARCH, UNDO_SEARCH),
        migrations.RunSQL(SESSIONS, UNDO_SESSIONS),
        migrations.RunSQL(PAYMENTS, UNDO_PAYMENTS),
        migrations.RunSQL(SUMS, UNDO_SUMS),
    ]
