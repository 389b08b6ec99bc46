"""扫描件 as pages: several at once, nothing lost by one that is refused; opened with a trace; foreign ones are not there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from cases.actions import attachments as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.actions.mediation import fail
from cases.models import Case
from cases.states import State
from documents import store
from documents.models import Attachment, Paper
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, loan_filing, moment
from tests.cases.desk import Desk
from tests.cast import Cast
from tests.scan_files import image, looked_at, pdf

Row = tuple[str, bytes | None, str, dict[str, str]]


def upload(desk: Desk, case_id: int, *rows: Row, query: str = "", **more: Any) -> HttpResponse:
    """Rows of (file name, content, kind, other fields), posted as a browser does."""
    fields: dict[str, Any] = {"scan-TOTAL_FORMS": str(max(len(rows), 3)), "scan-INITIAL_FORMS": "0", **more}
    for number, (name, data, kind, other) in enumerate(rows):
        given = {"file": SimpleUploadedFile(name, data) if data is not None else "", "kind": kind, **other}
        fields |= {f"scan-{number}-{field}": value for field, value in given.items()}
    return desk.client.post(f"/cases/{case_id}/attachments/new/{query}", fields)


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.PERFORMING)


def agreement(case: Case) -> Paper:
    return Paper.objects.get(owner_key=f"case:{case.pk}", form="D14")


def test_several_at_once(cast: Cast, walk: Walk) -> None:
    clerk, paper = Desk(cast, "shu"), agreement(walk.case)
    answer = upload(
        clerk,
        walk.case_id,
        ("协议 签字.pdf", pdf(5), "signed", {"paper": str(paper.pk)}),
        ("IMG_2041.png", image("JPEG"), "payment", {"title": "第一期转账回单"}),
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{walk.case_id}/papers/#scans")
    rows = Attachment.objects.order_by("id")
    assert [(row.title, row.kind, row.suffix, row.pages, row.paper_id) for row in rows] == [
        ("协议 签字", "signed", "pdf", 5, paper.pk),
        ("第一期转账回单", "payment", "jpg", 1, None),
    ]
    page = clerk.page(f"/cases/{walk.case_id}/papers/")
    for said in ("已收存 2 件：“协议 签字”、“第一期转账回单”。", "已收签字件", "付款凭证"):
        assert said in page, said
    paper.refresh_from_db()
    assert paper.get_status_display() == "已签发"
    assert "收存扫描件：签收的文书，《执前和解协议书》的签收件，5 页" in clerk.page(f"/cases/{walk.case_id}/trail/")


def test_one_that_is_refused_takes_nothing_from_the_others(cast: Cast, walk: Walk) -> None:
    clerk = Desk(cast, "shu")
    answer = upload(
        clerk,
        walk.case_id,
        ("甲.pdf", pdf(title="甲"), "basis", {}),
        ("乙.pdf", b"<html>", "identity", {"title": "乙的证件"}),
        ("丙.pdf", pdf(title="丙"), "", {}),
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert [row.title for row in Attachment.objects.all()] == ["甲"]
    for said in (
        "已收存 1 件：“甲”。还有 2 件没有收",
        "这是网页或文本，不是扫描件；只收 PDF、JPEG、PNG、TIFF。",
        'value="乙的证件"',
        "请选种类。",
        "还有 2 处要改",
    ):
        assert said in page, said
    assert 'name="scan-0-file"' not in page
    assert 'name="scan-1-file"' in page
    mended = upload(
        clerk, walk.case_id, ("", None, "", {}), ("乙.jpg", image("JPEG"), "identity", {"title": "乙的证件"})
    )
    assert mended.status_code == 302
    assert Attachment.objects.count() == 2


def test_the_same_file_twice_is_told_at_its_row(cast: Cast, walk: Walk) -> None:
    clerk, data = Desk(cast, "shu"), pdf(title="同")
    answer = upload(clerk, walk.case_id, ("同.pdf", data, "other", {}), ("又.pdf", data, "other", {}))
    assert (answer.status_code, Attachment.objects.count()) == (400, 1)
    assert "内容完全相同的文件已经收存过：“同”。" in answer.content.decode()


def test_a_second_click_finds_the_first_result(cast: Cast, walk: Walk) -> None:
    clerk, row = Desk(cast, "shu"), ("甲.pdf", pdf(title="两次"), "other", {})
    token = {"submission_token": "6fdc0d34-2b3c-4a5b-9f0e-0f2f5a9f1c77"}
    first, second = (upload(clerk, walk.case_id, row, **token) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("", None, "other", {"title": "只有名称"}), "请选文件。"),
        (("甲.pdf", pdf(), "other", {"title": "长" * 101}), "最多 100 个字"),
        (("甲.pdf", pdf(), "king", {}), "不在可选的里面"),
        (("甲.pdf", pdf(), "signed", {"paper": "999999"}), "不在可选的里面"),
        (("甲.pdf", b"", "other", {}), "文件是空的。"),
    ],
)
def test_what_is_missing_is_asked_for_at_the_field(cast: Cast, walk: Walk, row: Row, said: str) -> None:
    answer = upload(Desk(cast, "shu"), walk.case_id, row)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def test_only_what_was_signed_belongs_to_a_paper(cast: Cast, walk: Walk) -> None:
    row = ("甲.pdf", pdf(), "payment", {"paper": str(agreement(walk.case).pk)})
    answer = upload(Desk(cast, "shu"), walk.case_id, row)
    assert "对应文书的，种类请选“签收的文书”。" in answer.content.decode()


def test_nothing_chosen(cast: Cast, walk: Walk) -> None:
    answer = upload(Desk(cast, "shu"), walk.case_id)
    assert (answer.status_code, "请选文件。" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("total", ["", "0", "x", "-1", "٣", "9999", "9" * 5000])
def test_a_form_that_is_no_form_of_ours(cast: Cast, walk: Walk, total: str) -> None:
    answer = upload(Desk(cast, "shu"), walk.case_id, **{"scan-TOTAL_FORMS": total})
    assert (answer.status_code, 'name="scan-0-file"' in answer.content.decode()) == (400, True)


def test_a_file_beyond_the_limit_is_not_taken_in(cast: Cast, walk: Walk, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = upload(
        Desk(cast, "shu"),
        walk.case_id,
        ("大.pdf", b"%PDF-1.7" + b"0" * 2_000_000, "other", {}),
        ("小.pdf", pdf(title="小"), "other", {}),
    )
    page = answer.content.decode()
    assert (answer.status_code, "文件超过 1 MB，请分成几个" in page) == (400, True)
    assert [row.title for row in Attachment.objects.all()] == ["小"]


def test_from_the_row_of_a_paper(cast: Cast, walk: Walk) -> None:
    clerk, paper = Desk(cast, "shu"), agreement(walk.case)
    assert f"/attachments/new/?paper={paper.pk}" in clerk.page(f"/cases/{walk.case_id}/papers/")
    page = clerk.page(f"/cases/{walk.case_id}/attachments/new/?paper={paper.pk}")
    assert '<option value="signed" selected>' in page
    assert f'<option value="{paper.pk}" selected>' in page
    assert clerk.get(f"/cases/{walk.case_id}/attachments/new/?paper=x").status_code == 200


def kept(walk: Walk, kind: str = "payment", title: str = "回单", data: bytes | None = None, **more: Any) -> Attachment:
    scan = looked_at(data or pdf(title=f"{kind}{title}"))
    given = acts.ScanInput(scan=scan, kind=kind, title=title, **more)
    return walk.do(acts.attach, "shu", "2023-06-01", given=given)


def test_opening_is_safe_and_leaves_its_trace(cast: Cast, walk: Walk) -> None:
    row = kept(walk, title='回"单\r\n<b>')
    address = f"/cases/{walk.case_id}/attachments/{row.pk}/"
    answer = Desk(cast, "qian").get(address)
    assert store.digest(answer.content) == row.sha256
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert "\n" not in answer["Content-Disposition"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.filter(case_id=walk.case_id).latest("id")
    assert (entry.verb, entry.actor, entry.facts["attachment"]) == ("open_attachment", cast.qian, row.pk)
    down = Desk(cast, "qian").get(f"{address}?download")
    assert down["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in down["Content-Security-Policy"]


def test_pictures_open_in_a_sandbox_and_what_browsers_cannot_show_is_downloaded(cast: Cast, walk: Walk) -> None:
    shown = walk.do(
        acts.attach,
        "shu",
        "2023-06-01",
        given=acts.ScanInput(scan=looked_at(image("PNG"), "png"), kind="other", title="照片"),
    )
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/attachments/{shown.pk}/")
    assert (answer["Content-Type"], "sandbox" in answer["Content-Security-Policy"]) == ("image/png", True)
    scanned = walk.do(
        acts.attach,
        "shu",
        "2023-06-01",
        given=acts.ScanInput(scan=looked_at(image("TIFF"), "tif"), kind="other", title="扫描"),
    )
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/attachments/{scanned.pk}/")
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_foreign_scans_are_not_there(cast: Cast, walk: Walk) -> None:
    row = kept(walk)
    address = f"/cases/{walk.case_id}/attachments/{row.pk}/"
    for who in ("zhao", "sun", "wu", "xi", "shen"):
        desk = Desk(cast, who)
        assert desk.get(address).status_code == 404, who
        assert desk.client.post(f"{address}void/", {"reason": "x"}).status_code == 404, who
        assert upload(desk, walk.case_id, ("甲.pdf", pdf(), "other", {})).status_code == 404, who
    assert Desk(cast, "shu").get(f"/cases/{walk.case_id}/attachments/999999/").status_code == 404
    assert Attachment.objects.count() == 1


def test_a_scan_does_not_open_through_another_case(cast: Cast, walk: Walk) -> None:
    row = kept(walk)
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"})).to(State.INTAKE)
    clerk, address = Desk(cast, "shu"), f"/cases/{other.case_id}/attachments/{row.pk}/"
    assert clerk.get(address).status_code == 404
    assert clerk.client.post(f"{address}void/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["zhou", "zheng", "cai", "ling", "feng"])
def test_who_reads_the_case_but_keeps_nothing(cast: Cast, walk: Walk, who: str) -> None:
    row = kept(walk)
    desk = Desk(cast, who)
    assert desk.get(f"/cases/{walk.case_id}/attachments/{row.pk}/").status_code == 200
    assert upload(desk, walk.case_id, ("甲.pdf", pdf(), "other", {})).status_code == 403
    assert "收存扫描件" not in desk.page(f"/cases/{walk.case_id}/papers/")
    assert desk.client.post(f"/cases/{walk.case_id}/attachments/{row.pk}/void/", {"reason": "x"}).status_code == 403
    assert not Attachment.objects.get().is_void


def test_an_invited_mediator_on_her_open_case(cast: Cast) -> None:
    """She keeps what comes in while her talks are open; what tells of property is not for her."""
    walk = Walk(cast, mediator="sun").to(State.MEDIATION)
    walk.do(acts.attach, "shu", "2023-05-10", given=acts.ScanInput(scan=looked_at(), kind="property", title="房产证"))
    desk = Desk(cast, "sun")
    assert "财产材料" not in desk.page(f"/cases/{walk.case_id}/attachments/new/")
    page = desk.page(f"/cases/{walk.case_id}/papers/")
    assert ("房产证" in page, "收存扫描件" in page) == (False, True)
    secret = Attachment.objects.get()
    assert desk.get(f"/cases/{walk.case_id}/attachments/{secret.pk}/").status_code == 404
    assert "财产材料" not in desk.page(f"/cases/{walk.case_id}/trail/")
    assert "财产材料" in Desk(cast, "qian").page(f"/cases/{walk.case_id}/trail/")
    assert upload(desk, walk.case_id, ("证.jpg", image("JPEG"), "property", {})).status_code == 400
    given = acts.ScanInput(scan=looked_at(pdf(3)), kind="property", title="x")
    with pytest.raises(Forbidden):
        acts.attach(by=Actor(cast.sun), now=moment("2023-05-10"), case_id=walk.case_id, given=given)
    assert upload(desk, walk.case_id, ("证.jpg", image("JPEG"), "identity", {})).status_code == 302
    own = Attachment.objects.get(kind="identity")
    assert desk.client.post(f"/cases/{walk.case_id}/attachments/{own.pk}/void/", {"reason": "x"}).status_code == 403
    walk.do(fail, "qian", "2023-05-20", code="22", note="分歧较大")
    assert desk.get(f"/cases/{walk.case_id}/attachments/{own.pk}/").status_code == 404


def test_void_needs_a_reason_and_happens_once(cast: Cast, walk: Walk) -> None:
    row = kept(walk, "signed", "签收", paper_id=agreement(walk.case).pk)
    clerk, address = Desk(cast, "shu"), f"/cases/{walk.case_id}/attachments/{row.pk}/void/"
    assert "作废扫描件“签收”" in clerk.page(address)
    empty = clerk.client.post(address, {"reason": ""})
    assert (empty.status_code, "请填作废的理由。" in empty.content.decode()) == (400, True)
    assert clerk.client.post(address, {"reason": "扫反了"}).status_code == 302
    again = clerk.client.post(address, {"reason": "再作废一次"})
    assert (again.status_code, "已经作废" in again.content.decode()) == (409, True)
    page = clerk.page(f"/cases/{walk.case_id}/papers/")
    assert ("扫反了" in page, "已收签字件" in page) == (True, False)
    assert "作废扫描件：签收的文书" in clerk.page(f"/cases/{walk.case_id}/trail/")


@pytest.mark.parametrize("state", list(State))
def test_at_any_time_of_a_case(cast: Cast, state: State) -> None:
    walk = Walk(cast).to(state)
    assert upload(Desk(cast, "qian"), walk.case_id, ("甲.pdf", pdf(), "other", {})).status_code == 302


def test_a_void_or_foreign_paper_has_no_signed_copy(cast: Cast, walk: Walk) -> None:
    paper = agreement(walk.case)
    with pytest.raises(InvalidInput):
        kept(walk, "signed", paper_id=paper.pk + 1000)
    with pytest.raises(Refused) as refused:
        kept(walk, "payment", paper_id=paper.pk)
    assert [each.code for each in refused.value.blockers] == ["attachment_not_signed"]
    Desk(cast, "shu").client.post(f"/cases/{walk.case_id}/papers/{paper.pk}/void/", {"reason": "金额印错"})
    with pytest.raises(Refused) as refused:
        kept(walk, "signed", paper_id=paper.pk)
    assert [each.code for each in refused.value.blockers] == ["paper_is_void"]
    assert f"?paper={paper.pk}" not in Desk(cast, "shu").page(f"/cases/{walk.case_id}/papers/")


def test_what_is_not_as_it_was_put_in_is_not_given_out(cast: Cast, walk: Walk) -> None:
    row, clerk = kept(walk), Desk(cast, "shu")
    Attachment.objects.filter(pk=row.pk).update(seal="s1:" + "0" * 64)
    Paper.objects.filter(form="D14").update(seal="")
    for address in (f"attachments/{row.pk}/", f"papers/{agreement(walk.case).pk}/"):
        answer = clerk.get(f"/cases/{walk.case_id}/{address}")
        assert answer.status_code == 500
        assert "存档不符，没有打开" in answer.content.decode()
        assert "登记与签发时的封印不一致" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb__in=("open_attachment", "print_paper")).exists()
