"""The register of forms: all thirty-two are known, and each is offered only where the law lets it exist."""

from pathlib import Path

import pytest
from django.conf import settings

from documents.registry import FORMS, form, forms_for, refusal
from documents.registry.form import number_text

OFFERED = [code for code, kind in FORMS.items() if kind.template is not None]


def reasons(state: str, legal_model: str, *, has_exec_no: bool) -> dict[str, str | None]:
    found = forms_for(state=state, legal_model=legal_model, has_exec_no=has_exec_no)
    return {form.code: reason for form, reason in found}


def test_all_thirty_two_are_registered_in_order() -> None:
    assert list(FORMS) == [f"D{n:02}" for n in range(1, 33)]
    assert all(form.title and form.signed_by and form.received_by for form in FORMS.values())


def test_a_form_is_offered_with_template_and_context_or_not_at_all() -> None:
    assert {code for code, kind in FORMS.items() if kind.context is not None} == set(OFFERED)
    assert all((settings.BASE_DIR / "templates" / str(FORMS[code].template)).is_file() for code in OFFERED)


def test_states_are_those_of_a_case() -> None:
    from_registry = {state for form in FORMS.values() for state in form.states}
    source = Path(settings.BASE_DIR / "cases" / "states.py").read_text(encoding="utf-8")
    assert {state for state in from_registry if f'"{state}"' not in source} == set()


def test_what_presupposes_an_enforcement_case_is_refused_without_its_number() -> None:
    for code in ("D17", "D18", "D23"):
        reason = refusal(FORMS[code], state=FORMS[code].states[0], legal_model="B", has_exec_no=False)
        assert reason is not None
        assert "还没有执行案号" in reason
        assert refusal(FORMS[code], state=FORMS[code].states[0], legal_model="B", has_exec_no=True) is None


@pytest.mark.parametrize("code", ["D08", "D16"])
def test_papers_of_the_time_before_filing_are_refused_after_it(code: str) -> None:
    state = FORMS[code].states[-1]
    assert refusal(FORMS[code], state=state, legal_model="A", has_exec_no=False) is None
    assert "执行立案以前" in str(refusal(FORMS[code], state=state, legal_model="B", has_exec_no=True))


def test_the_certificate_waits_until_everything_is_paid() -> None:
    assert reasons("performing", "A", has_exec_no=False)["D24"] is not None
    assert reasons("fulfilled", "A", has_exec_no=False)["D24"] is None


def test_every_offered_form_has_a_word_in_every_state_and_model() -> None:
    for state in form.ANY:
        for legal_model, has_exec_no in (("A", False), ("B", False), ("B", True)):
            assert list(reasons(state, legal_model, has_exec_no=has_exec_no)) == OFFERED


def test_titles_change_when_there_is_an_enforcement_case() -> None:
    assert FORMS["D14"].title_for(filed=False) == "执前和解协议书"
    assert FORMS["D14"].title_for(filed=True) == "执行和解协议书"
    assert FORMS["D15"].title_for(filed=True) == FORMS["D15"].title


def test_variants_that_are_papers_of_their_own_go_by_their_own_name() -> None:
    kind = form.Form("D32", "授权委托书", "", "", (), variants=(("a", "甲书"), ("b", "乙书")), named_variants=True)
    assert [kind.title_for(filed=False, variant=code) for code in ("a", "b", "")] == ["甲书", "乙书", "授权委托书"]
    assert FORMS["D03"].title_for(filed=False, variant="applicant") == "执前和解告知书"


def test_numbers_of_the_series() -> None:
    assert number_text("certificate", year=2023, n=7) == "监法自履证〔2023〕7号"
    assert number_text("letter", year=2024, n=12) == "监法函〔2024〕12号"


def test_a_template_version_follows_the_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = FORMS["D08"].template_version
    assert before == FORMS["D08"].template_version
    assert before.startswith("1-")
    copy = tmp_path / "templates"
    for source in (settings.BASE_DIR / "templates/documents").rglob("*.html"):
        target = copy / source.relative_to(settings.BASE_DIR / "templates")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    with (copy / "documents/paper/d08.html").open("a", encoding="utf-8") as file:
        file.write("\n")
    monkeypatch.setattr(form, "TEMPLATES", copy)
    form._sources_digest.cache_clear()
    try:
        assert FORMS["D08"].template_version != before
    finally:
        form._sources_digest.cache_clear()
