"""移送 as a page: what was sent, the sealed package to download, the acknowledgement file to hand in; the two schemas."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.actions.answer import Answered, answer_by_file
from cases.actions.handover import HANDOVER_PAPER
from cases.actions.package import download_package
from cases.forms.answer import AnswerFileForm
from cases.guards.handover import open_package
from cases.models import Handover
from cases.papers.package import package_id, schemas
from cases.papers.package.contents import Listed, contents
from cases.queries.casefile import CaseFile
from cases.queries.packages import Taken, downloads
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, open_to_all, staff
from jianli_mediation.kernel.refusal import Blocker, Refused

from .acting import file_or_404
from .casehead import head_of
from .casesteps import open_act


@dataclass(frozen=True)
class Sent:
    """One hand-over on the page: how both sides name it, what lies in its package, who has taken it."""

    row: Handover
    id: str
    contents: list[Listed]
    taken: Taken | None
    waits: bool

    @property
    def papers(self) -> list[Listed]:
        return [each for each in self.contents if "/" in each.name]

    @property
    def lacks_letter(self) -> bool:
        """The act stands without its letter where a fact of it was blank; the package then has none."""
        return bool(self.contents) and not any(f"-{HANDOVER_PAPER}-" in each.name for each in self.contents)


@staff()
@require_http_methods(["GET", "POST"])
def handovers(request: StaffRequest, pk: int) -> HttpResponse:
    """Every hand-over of the case; a POST hands in the file that answers the open one."""
    file = _of_property(request, pk)
    form = AnswerFileForm.of(request)
    blockers: tuple[Blocker, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done = answer_by_file(
                by=Actor(request.user), now=clock.now(), case_id=pk, content=form.cleaned_data["file"]
            )
        except Forbidden as barred:
            raise PermissionDenied(f"{barred.message}。") from barred
        except InvalidInput as wrong:
            form.take(wrong.errors)
        except Refused as refusal:
            blockers = tuple(refusal.blockers)
        else:
            messages.success(request, _said(done))
            return redirect("cases:handovers", pk=pk)
    return render(
        request,
        "cases/handover/handovers.html",
        _page(file, form, blockers),
        status=409 if blockers else 400 if form.errors else 200,
    )


def _of_property(request: StaffRequest, pk: int) -> CaseFile:
    file = file_or_404(request, pk)
    if not file.sees_property:
        raise Invisible("移送包里有财产线索，只有承办人和查控岗能看。")
    return file


def _page(file: CaseFile, form: AnswerFileForm, blockers: tuple[Blocker, ...]) -> dict[str, object]:
    waiting = open_package(file.case)
    taken = downloads(file.case.pk)
    rows = Handover.objects.filter(case=file.case).select_related("handed_by").order_by("-seq")
    return {
        **head_of(file, "handovers"),
        "sent": [
            Sent(row, package_id(file.case, row), contents(row), taken.get(row.seq), row == waiting) for row in rows
        ],
        "form": form if file.may(Verb.ACKNOWLEDGE) else None,
        "blockers": blockers,
        "hand_over_url": open_act(file, Verb.HAND_OVER),
        "acknowledge_url": open_act(file, Verb.ACKNOWLEDGE),
        "return_url": open_act(file, Verb.RETURN),
        "ack_schema": schemas.FILES[schemas.ACKNOWLEDGEMENT],
    }


def _said(done: Answered) -> str:
    row = done.handover
    if done.repeated:
        return f"这份回执 {clock.local_date(row.answer_received_at or clock.now()):%Y-%m-%d} 已经登记过，这次没有改动什么。"
    if done.accepted:
        return f"已按回执登记执行案号{row.exec_case_no}。"
    return f"已按回执登记退回：{row.return_reason}。案件回到“{State(row.case.state).label}”。"


@staff()
@require_GET
def package(request: StaffRequest, pk: int) -> HttpResponse:
    """The sealed zip, of the newest hand-over unless ``seq`` names another. Each time is left in the trail."""
    file = _of_property(request, pk)
    asked = request.GET.get("seq", "")
    seq = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    try:
        row, content = download_package(by=Actor(request.user), now=clock.now(), case_id=pk, seq=seq)
    except Refused as refusal:
        messages.error(request, "；".join(blocker.message for blocker in refusal.blockers) + "。")
        return redirect("cases:handovers", pk=pk)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"移送包-{package_id(file.case, row)}.zip"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@open_to_all
@require_GET
def schema(request: HttpRequest, namespace: str) -> HttpResponse:
    """One of the two published schemas, for whoever programs the other side."""
    return HttpResponse(schemas.schema_file(namespace), content_type="application/xml; charset=utf-8")
