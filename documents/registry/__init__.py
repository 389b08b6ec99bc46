"""The forms D01–D32: what each is called, who signs, who receives, and when the law lets it exist.

A form whose ``template`` is ``None`` is known but not offered. One file per chapter lists its forms.
"""

from documents.registry import agreement, file, handover, intake, mediation, performance, reporting
from documents.registry.form import Form, refusal

CHAPTERS: tuple[tuple[str, tuple[Form, ...]], ...] = (
    ("收案登记", intake.FORMS),
    ("执前和解", mediation.FORMS),
    ("和解协议", agreement.FORMS),
    ("履行", performance.FORMS),
    ("转入执行", handover.FORMS),
    ("送达和卷宗", file.FORMS),
    ("统计月报", reporting.FORMS),
)

FORMS: dict[str, Form] = {
    form.code: form
    for form in sorted((form for _, chapter in CHAPTERS for form in chapter), key=lambda form: form.code)
}


def forms_for(*, state: str, legal_model: str, has_exec_no: bool) -> tuple[tuple[Form, str | None], ...]:
    """Every form there is a template for, with the reason why it may not be made now, or ``None``."""
    return tuple(
        (form, refusal(form, state=state, legal_model=legal_model, has_exec_no=has_exec_no))
        for form in FORMS.values()
        if form.offered
    )
