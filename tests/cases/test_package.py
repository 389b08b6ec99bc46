"""移送包: what is in it, that it never changes, that no note in confidence is, and the file that answers it."""

import hashlib
import io
import random
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from lxml import etree
from pypdf import PdfReader

from cases import papers
from cases.actions import attachments, handover, mediation
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.answer import answer_by_file
from cases.actions.attachments import ScanInput
from cases.actions.package import PackageAlteredError, download_package
from cases.actions.papers import issue_paper, void_paper
from cases.models import Case, Handover, Party, SessionNote, whole_file
from cases.papers.package import papers_to_send, schemas, sealing
from cases.papers.package.node import written
from cases.papers.package.schemas import ACKNOWLEDGEMENT, HANDOVER
from documents import store
from documents.models import Paper
from documents.scans import Scan
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cases.conftest import HandedOver
from tests.cases.packages import (
    EXEC_NO,
    KINDS,
    NOTE,
    NS,
    answer,
    files,
    matter,
    sent,
    taken,
    text,
)
from tests.cast import Cast

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def cast(laid_hand_overs: HandedOver, db: None) -> Cast:
    return laid_hand_overs.cast


def all_text(package: bytes) -> str:
    """Everything a reader could find: the bytes as text, and the words of every PDF."""
    inside = files(package)
    pdfs = [content for name, content in inside.items() if name.endswith(".pdf")]
    words = ["".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages) for content in pdfs]
    return "".join((*(content.decode("latin-1") for content in inside.values()), *words))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_case_fits_the_published_schema(kind: str, cast: Cast) -> None:
    package = taken(KINDS[kind](cast))
    inside = files(package)
    assert sealing.faults(package) == []
    assert list(inside)[:2] == ["package.xml", "handover-1.0.xsd"]
    assert list(inside)[-3:] == ["manifest.xml", "digests.txt", "seal.txt"]
    schema = etree.XMLSchema(etree.fromstring(inside["handover-1.0.xsd"]))
    schema.assertValid(etree.fromstring(inside["package.xml"]))
    schema.assertValid(etree.fromstring(inside["manifest.xml"]))
    assert any(name.endswith("D20-v1.pdf") for name in inside)


def test_figures_are_those_of_the_letter_and_the_ledger(defaulted: Walk) -> None:
    walk = defaulted
    root = matter(taken(walk))
    case = whole_file(Case.objects.all()).get(pk=walk.case_id)
    letter = papers.drafted(case, "D20", on=day("2023-07-20")).context
    assert text(root, "calculation/total") == f"{letter.balance_total:.2f}" == "146511.97"
    assert text(root, "calculation/execution-fee") == f"{letter.execution_fee:.2f}" == "2002.97"
    lines = {each.get("label"): Decimal(each.text) for each in root.iterfind("h:calculation/h:line", NS)}
    assert {label: amount for label, amount in lines.items() if amount} == {
        line.label: line.amount for line in letter.balance
    }
    assert sum(lines.values()) == Decimal("146511.97")
    sheet = Paper.objects.get(owner_key=f"case:{walk.case_id}", form="D30")
    assert root.find("h:calculation/h:sheet", NS).get("paper") == str(sheet.pk)
    assert text(root, "ledger/paid-total") == f"{letter.payments_total:.2f}" == "70000.00"
    assert text(root, "ledger/confirmed-total") == "50000.00"
    rows = [
        (each.findtext("h:amount", namespaces=NS), each.get("reverses"))
        for each in root.iterfind("h:ledger/h:payment", NS)
    ]
    assert rows == [("50000.00", None), ("30000.00", None), ("-30000.00", "2"), ("20000.00", None)]
    assert text(root, "limitation/safe-until") == letter.limitation_hint.isoformat() == "2025-07-07"
    assert "不是认定" in root.find("h:limitation", NS).get("nature")


def test_what_goes_along(defaulted: Walk) -> None:
    root = matter(taken(defaulted))
    assert (text(root, "transfer/applied-on"), text(root, "transfer/reason")) == ("2023-07-20", "申请人申请执行")
    assert root.find("h:clues", NS).get("use") == "查控"
    assert text(root, "clues/clue/description") == "小型汽车鄂D12345"
    limits = [
        (text(each, "until"), text(each, "renew-by"), text(each, "apply-by"))
        for each in root.iterfind("h:preservations/h:preservation", NS)
    ]
    assert limits == [("2023-12-31", "2023-12-24", None), ("2024-05-09", "2024-05-02", None)]
    session = root.find("h:attempts/h:attempt/h:session", NS)
    assert [each.tag.rpartition("}")[2] for each in session] == ["held-on", "result"]
    instalments = [
        (text(each, "due-on"), text(each, "amount"), text(each, "left"))
        for each in root.iterfind("h:agreements/h:agreement/h:instalment", NS)
    ]
    assert instalments == [
        ("2023-05-31", "50000.00", "0.00"),
        ("2023-06-30", "50000.00", "30000.00"),
        ("2023-09-28", "109170.00", "109170.00"),
    ]
    assert text(root, "agreements/agreement/default/instalment") == "2"
    assert text(root, "services/service/paper") == "执前督促履行通知书"
    agents = [text(each, "name") for each in root.iterfind("h:parties/h:party/h:agent", NS)]
    assert agents == ["秦某"]
    assert [each.get("code") for each in root.iterfind("h:parties/h:party/h:agent/h:power", NS)] == [
        "reconcile",
        "collect",
    ]
    assert text(root, "basis/number") == "（2022）鄂1023民初3015号"


def test_the_day_of_application_goes_along_unmoved(failed: Walk) -> None:
    root = matter(taken(failed))
    assert (text(root, "transfer/applied-on"), text(root, "transfer/handed-on")) == ("2023-05-08", "2023-05-31")
    assert (root.find("h:outcome/h:result", NS).get("code"), text(root, "outcome/note")) == ("22", "差距过大")
    assert text(root, "transfer/due-on") == "2023-06-02"


def test_words_that_xml_cannot_carry_harm_nothing(cast: Cast) -> None:
    root = matter(taken(KINDS["urgent"](cast)))
    names = [text(each, "name") for each in root.iterfind("h:parties/h:party", NS)]
    assert names == ["陈某", "刘𠮷·<买买提>&"]
    assert text(root, "outcome/note") == "正在转移财产<b>急</b> ]]> &"
    assert (text(root, "transfer/urgent"), text(root, "transfer/reason")) == ("true", "请先查控 & 立案")
    assert written("\x0b甲\ud800乙\ufffe\x00") == "�甲�乙��"
    hidden = [each.get("confidential") for each in root.iterfind("h:parties/h:party/h:address", NS)]
    assert hidden == ["false", "true"]


def test_a_case_of_model_b_names_its_enforcement_case(cast: Cast) -> None:
    root = matter(taken(KINDS["model_b"](cast)))
    assert root.find("h:case/h:legal-model", NS).get("code") == "B"
    assert text(root, "case/enforcement-number") == EXEC_NO
    assert (text(root, "preservations/preservation/renew-by"), text(root, "preservations/preservation/apply-by")) == (
        "2024-04-12",
        "2023-04-28",
    )


def test_no_note_in_confidence_is_in_any_byte(defaulted: Walk) -> None:
    """Every field of every model of class C4, found by what the models say of themselves."""
    walk = defaulted
    secret = [model for model in apps.get_app_config("cases").get_models() if "C4" in (model.__doc__ or "")]
    assert SessionNote in secret
    written = [
        value
        for model in secret
        for row in model.objects.all()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and (value := getattr(row, field.attname))
    ]
    assert written == [NOTE]
    package = taken(walk)
    found = all_text(package)
    assert "请尽快付清" in found.replace("\n", "")
    for value in written:
        for piece in (value[start : start + 6] for start in range(len(value) - 5)):
            assert piece not in found
            assert piece.encode() not in package
            assert piece.encode("utf-16-be") not in package
    assert "请尽快付清" not in matter(package).xpath("string(.)")


def test_the_same_bytes_however_often_it_is_made(defaulted: Walk) -> None:
    walk = defaulted
    first = taken(walk)
    row = sent(walk)
    assert (row.package_sha256, row.package_size) == (hashlib.sha256(first).hexdigest(), len(first))
    assert taken(walk, who="feng") == first
    place = store.place(row.package_sha256, "zip")
    place.unlink()
    assert taken(walk) == first
    assert place.is_file()
    place.chmod(0o644)
    place.write_bytes(b"rotten")
    assert taken(walk) == first


def test_what_happens_later_changes_nothing_in_what_was_sent(cast: Cast, failed: Walk) -> None:
    """Nobody has downloaded it yet: the party's name, the balance and the papers are those of the day all the same."""
    walk = failed
    listed = [row.pk for row in papers_to_send(sent(walk))]
    Party.objects.filter(case=walk.case_id, role="respondent").update(name="改了名")
    letter = Paper.objects.get(owner_key=f"case:{walk.case_id}", form="D20")
    void_paper(by=Actor(cast.shu), now=moment("2023-06-01"), case_id=walk.case_id, paper_id=letter.pk, reason="印错")
    walk.do(handover.return_package, "chen", "2023-06-02", reason="缺生效证明")
    root = matter(taken(walk))
    assert [text(each, "name") for each in root.iterfind("h:parties/h:party", NS)] == ["陈某", "刘某"]
    assert [int(each.get("id")) for each in root.iterfind("h:papers/h:paper", NS)] == listed
    walk.do(handover.hand_over, "qian", "2023-06-05")
    again = matter(taken(walk))
    assert (again.get("sequence"), root.get("sequence")) == ("2", "1")
    assert [text(each, "name") for each in again.iterfind("h:parties/h:party", NS)] == ["陈某", "改了名"]
    assert [each.get("file") for each in again.iterfind("h:papers/h:paper", NS)] == ["papers/01-D20-v1.pdf"]
    assert matter(taken(walk, seq=1)).get("id") == root.get("id")


def test_of_a_paper_the_newest_version_that_is_not_void_goes_along(cast: Cast, failed: Walk) -> None:
    walk = failed
    walk.do(handover.return_package, "chen", "2023-06-02", reason="缺生效证明")
    first = walk.do(issue_paper, "shu", "2023-06-03", form="D20")
    second = walk.do(issue_paper, "shu", "2023-06-04", form="D20")
    assert (first.version, second.version) == (2, 3)
    void_paper(by=Actor(cast.shu), now=moment("2023-06-04"), case_id=walk.case_id, paper_id=second.pk, reason="印错")
    assert [row.pk for row in papers_to_send(sent(walk)) if row.subject == first.subject] == [first.pk]


def test_scans_go_along_as_they_were_kept(cast: Cast) -> None:
    walk = Walk(cast).file().accept().assign()
    for content in (b"one", b"two"):
        given = ScanInput(scan=Scan(content, "png", 1), kind="property", title=f"行驶证 {content.decode()}")
        row = walk.do(attachments.attach, "shu", "2023-05-12", given=given)
    walk.do(attachments.void_attachment, "shu", "2023-05-12", attachment_id=row.pk, reason="放错了")
    walk.do(mediation.fail, "qian", "2023-05-30", code="22")
    walk.do(handover.hand_over, "qian", "2023-05-31")
    package = taken(walk)
    (one,) = matter(package).iterfind("h:attachments/h:attachment", NS)
    assert (one.get("file"), text(one, "title"), text(one, "pages")) == (
        "attachments/01-property.png",
        "行驶证 one",
        "1",
    )
    assert files(package)[one.get("file")] == b"one"
    assert text(one, "sha256") == hashlib.sha256(b"one").hexdigest()


def test_sealed_facts_that_were_altered_are_not_sent(failed: Walk) -> None:
    walk = failed
    with pytest.raises(PackageAlteredError, match="摘要不一致"):
        _tampered(walk)


def _tampered(walk: Walk) -> None:
    """As somebody would do it who can switch the trigger off."""
    row = sent(walk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_handover DISABLE TRIGGER handover_keep")
    Handover.objects.filter(pk=row.pk).update(package_xml=row.package_xml.replace("陈某", "张某"))
    taken(walk)


def test_without_a_hand_over_there_is_no_package(cast: Cast, failed: Walk) -> None:
    walk = failed
    with pytest.raises(Refused, match="没有这次移送"):
        taken(walk, seq=7)
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初9号"})).file()
    with pytest.raises(Refused, match="没有这次移送"):
        taken(other)


def test_a_hand_over_of_the_time_before_has_nothing_sealed(cast: Cast, failed: Walk) -> None:
    walk = failed
    row = sent(walk)
    old = walk.case.handovers.create(
        seq=2, handed_on=row.handed_on, applied_on=row.applied_on, outstanding=0, balance={}, handed_by=cast.qian
    )
    with pytest.raises(Refused, match="没有封存的内容"):
        taken(walk, seq=old.seq)


@pytest.mark.parametrize(
    ("who", "shut"),
    [
        *((name, None) for name in ("wang", "chen", "li", "shu", "zhou", "qian", "zheng", "feng")),
        *((name, Forbidden) for name in ("cai", "ling")),
        *((name, NotVisible) for name in ("zhao", "sun", "wu", "xi", "an", "shen")),
    ],
)
def test_only_who_may_see_property_takes_it(who: str, shut: type[Exception] | None, cast: Cast, failed: Walk) -> None:
    walk = failed
    if shut is None:
        taken(walk, who=who)
        (trace,) = AuditEntry.objects.filter(verb="download_package")
        assert trace.actor == getattr(cast, who)
        assert trace.facts == {"handover": sent(walk).pk, "seq": 1, "sha256": sent(walk).package_sha256}
    else:
        with pytest.raises(shut):
            taken(walk, who=who)
        assert not AuditEntry.objects.filter(verb="download_package").exists()


def test_one_flipped_byte_is_found(tmp_path: Path, failed: Walk) -> None:
    """Anywhere: in a paper, in the lists, in the zip's own headers. Also where no row of ours tells the digest."""
    package = taken(failed)
    assert sealing.faults(package) == []
    places = random.Random(4).sample(range(len(package)), 150)
    header = package.rindex(b"PK\x05\x06")
    for place in (*places, 0, 5, 8, 11, *range(header, len(package)), len(package) - 1):
        spoiled = bytearray(package)
        spoiled[place] ^= 0x20
        assert sealing.faults(bytes(spoiled)) != [], place
    for cut in (package[:-1], package + b" ", package[:1000], b"", b"PK"):
        assert sealing.faults(cut) != []
    target = tmp_path / "package.zip"
    target.write_bytes(package)
    call_command("verify_package", str(target), verbosity=0)
    spoiled = bytearray(package)
    spoiled[len(package) // 2] ^= 1
    target.write_bytes(bytes(spoiled))
    with pytest.raises(CommandError, match="不能使用"):
        call_command("verify_package", str(target))
    with pytest.raises(CommandError, match="读不到"):
        call_command("verify_package", str(tmp_path / "none.zip"))


def test_every_package_that_was_sent_is_checked(cast: Cast, failed: Walk, defaulted: Walk) -> None:
    first, second = failed, defaulted
    taken(second)
    out = StringIO()
    call_command("verify_package", stdout=out)
    assert "封存 2 次，已生成 1 份" in out.getvalue()
    answer_by_file(by=Actor(cast.chen), now=moment("2023-08-01"), case_id=first.case_id, content=answer(first))
    call_command("verify_package", stdout=out)
    for row in (sent(second), sent(first)):
        for digest, suffix in ((row.package_sha256, "zip"), (row.answer_sha256, "xml")):
            if not digest:
                continue
            place = store.place(digest, suffix)
            kept = place.read_bytes()
            place.unlink()
            with pytest.raises(CommandError, match="1 处不符"):
                call_command("verify_package", stdout=out)
            place.write_bytes(kept)
    call_command("verify_package", stdout=out)


def test_a_package_sealed_by_somebody_else_is_found(tmp_path: Path, failed: Walk) -> None:
    inside = files(taken(failed))
    inside["package.xml"] = inside["package.xml"].replace("陈某".encode(), "张某".encode())
    names = [name for name in inside if name not in ("digests.txt", "seal.txt")]
    inside["digests.txt"] = sealing.digest_list({name: inside[name] for name in names})
    assert any("封签" in fault for fault in sealing.faults(sealing.zip_of(inside)))
    inside["seal.txt"] = sealing.seal_of(inside["digests.txt"])
    forged = sealing.zip_of(inside)
    target = tmp_path / "forged.zip"
    target.write_bytes(forged)
    with pytest.raises(CommandError, match="没有送出过"):
        call_command("verify_package", str(target))
    inside["extra.exe"] = b"MZ"
    assert "extra.exe 不在摘要清单里" in sealing.faults(sealing.zip_of(inside))
    del inside["papers/01-D20-v1.pdf"], inside["extra.exe"]
    assert "缺少 papers/01-D20-v1.pdf" in sealing.faults(sealing.zip_of(inside))


def test_the_manifest_tells_every_file(defaulted: Walk) -> None:
    inside = files(taken(defaulted))
    listed = {
        each.get("name"): (int(text(each, "size")), text(each, "sha256"))
        for each in etree.fromstring(inside["manifest.xml"])
    }
    assert listed == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in inside.items()
        if name not in ("manifest.xml", "digests.txt", "seal.txt")
    }
    named = {line.split("  ")[1]: line.split("  ")[0] for line in inside["digests.txt"].decode().splitlines()}
    assert set(named) == set(inside) - {"digests.txt", "seal.txt"}
    for name, content in inside.items():
        if name in named:
            assert named[name] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("namespace", [HANDOVER, ACKNOWLEDGEMENT])
def test_every_word_of_the_schemas_is_explained_in_chinese(namespace: str, client: object) -> None:
    xs = "{http://www.w3.org/2001/XMLSchema}"
    root = etree.fromstring(schemas.schema_file(namespace))
    assert root.get("targetNamespace") == namespace
    named = [each for kind in ("element", "attribute", "simpleType", "complexType") for each in root.iter(xs + kind)]
    bare = [
        each.get("name")
        for each in named
        if each.get("name") and not CHINESE.search(each.findtext(f"{xs}annotation/{xs}documentation") or "")
    ]
    assert (len(named) > 15, bare) == (True, [])


def test_the_schemas_stand_at_a_public_address(client: object, db: None) -> None:
    for namespace, name in schemas.FILES.items():
        answer = client.get(f"/schemas/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
        assert answer.content == schemas.schema_file(namespace)


def test_of_one_package_one_download_is_enough_for_the_trail(cast: Cast, failed: Walk) -> None:
    walk = failed
    for who in ("chen", "feng", "chen"):
        download_package(by=Actor(getattr(cast, who)), now=moment("2023-08-01"), case_id=walk.case_id)
    assert AuditEntry.objects.filter(verb="download_package").count() == 3
    digests = {entry.facts["sha256"] for entry in AuditEntry.objects.filter(verb="download_package")}
    assert digests == {sent(walk).package_sha256}
