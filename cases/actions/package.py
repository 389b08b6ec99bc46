"""移送包: sealed with the act of handing over, made when somebody first asks for it, counted each time it is read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases.actions.acting import Act, Actor, Forbidden, NotVisible, leave_trace, refuse
from cases.models import Case, Handover, refresh_course
from cases.papers.package import digest, package_id, package_xml, schemas
from cases.papers.package.contents import ZIP
from cases.papers.package.schemas import HANDOVER
from cases.papers.package.sealing import Enclosed, sealed
from cases.queries.confidential import sees_property
from cases.queries.packages import DOWNLOAD
from documents import archive, attachments, store
from documents.models import Attachment, Paper
from jianli_mediation.core.models import User

_NS = f"{{{HANDOVER}}}"


class PackageAlteredError(Exception):
    """The sealed matter is not what was handed over, or no longer makes the package that was sent."""


def seal_package(act: Act, package: Handover) -> None:
    """Keep the whole matter as it stands now: what happens to the case later changes nothing in what was sent."""
    refresh_course(act.case)
    matter = package_xml(act.case, package)
    package.package_xml, package.xml_sha256 = matter.decode(), digest(matter)
    package.save(update_fields=["package_xml", "xml_sha256"])
    act.facts["package"] = {"id": package_id(act.case, package), "xml_sha256": package.xml_sha256}


@transaction.atomic
def download_package(*, by: Actor, now: datetime, case_id: int, seq: int | None = None) -> tuple[Handover, bytes]:
    """The sealed zip of a hand-over, the newest unless ``seq`` names another; left in the audit trail with its digest.

    Raises NotVisible, Forbidden where the person may not see property, Refused where there is no package.
    """
    case = Case.objects.visible_to(by.user).filter(pk=case_id).first()
    if case is None:
        raise NotVisible(case_id)
    may_see_property(by.user)
    package, content = _content(case, seq, now)
    facts = {"handover": package.pk, "seq": package.seq, "sha256": package.package_sha256}
    leave_trace(case, DOWNLOAD, by=by, now=now, facts=facts, reason=by.reason)
    return package, content


def may_see_property(user: User) -> None:
    """Raises Forbidden: the package holds property clues (class C3)."""
    if not sees_property(user):
        raise Forbidden("role_forbidden", f"移送包里有财产线索，不给{user.get_role_display()}看")


def _content(case: Case, seq: int | None, now: datetime) -> tuple[Handover, bytes]:
    rows = case.handovers.select_for_update().order_by("-seq")
    package = (rows if seq is None else rows.filter(seq=seq)).first()
    if package is None:
        raise refuse("no_handover", "本案没有这次移送，也就没有移送包")
    if not package.xml_sha256:
        raise refuse("package_not_sealed", "这次移送办在有移送包以前，没有封存的内容，请用纸质材料")
    if not package.package_sha256:
        content = _made(package)
        package.package_sha256, package.package_size = store.keep(content, ZIP), len(content)
        package.package_built_at = now
        package.save(update_fields=["package_sha256", "package_size", "package_built_at"])
        return package, content
    try:
        return package, store.read(package.package_sha256, ZIP)
    except store.FileDamagedError:
        return package, _made_again(package)


def _made_again(package: Handover) -> bytes:
    """The kept file is gone or altered: the same bytes once more, from the sealed matter and the archive."""
    content = _made(package)
    if digest(content) != package.package_sha256:
        raise PackageAlteredError("移送包的存档损坏，重新生成的与送出的不一致，请由系统管理员从备份恢复")
    store.keep(content, ZIP)
    return content


def _made(package: Handover) -> bytes:
    matter = package.package_xml.encode()
    if digest(matter) != package.xml_sha256:
        raise PackageAlteredError("封存的移送内容与移送时的摘要不一致")
    root = schemas.read(matter)
    faults = schemas.faults(root, HANDOVER)
    if faults:
        raise PackageAlteredError(f"移送内容不合公布的格式：{'；'.join(faults[:5])}")
    return sealed(root.get("id"), matter, [*_papers(root), *_scans(root)])


def _papers(root: Any) -> list[Enclosed]:
    """The PDFs of the papers that the matter names; those not yet printed are printed now."""
    named = list(root.iter(f"{_NS}paper"))
    rows = Paper.objects.in_bulk([int(each.get("id")) for each in named if each.get("file")])
    found = []
    for each in named:
        if each.get("file"):
            row = rows[int(each.get("id"))]
            content = archive.pdf(row)
            found.append(Enclosed(each.get("file"), row.title, "application/pdf", content, row.page_count))
    return found


def _scans(root: Any) -> list[Enclosed]:
    named = list(root.iter(f"{_NS}attachment"))
    rows = Attachment.objects.in_bulk([int(each.get("id")) for each in named])
    found = []
    for each in named:
        row = rows[int(each.get("id"))]
        found.append(Enclosed(each.get("file"), row.title, row.media_type, attachments.read(row), row.pages))
    return found
