"""移送包 over HTTP: fetched with its digest, left in the trail, for those who may see property; answered by a file."""

import base64
import hashlib
import io
import zipfile

import pytest

from cases.papers.package import sealing
from cases.states import State
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.models import AuditEntry
from tests.api.client import Api, client_with
from tests.build import Walk
from tests.cases.packages import after_default, after_failure, answer, sent
from tests.cast import Cast


@pytest.fixture
def failed(cast: Cast) -> Walk:
    return after_failure(cast)


def address(walk: Walk) -> str:
    return f"cases/{walk.case_id}/handover-package/"


def encoded(content: bytes) -> dict[str, str]:
    return {"file": base64.b64encode(content).decode()}


def test_the_package_with_its_digest_and_trail(api: Api, cast: Cast) -> None:
    walk = after_default(cast)
    assert api.get(f"cases/{walk.case_id}/").json()["handovers"][0]["package_sha256"] is None
    fetched = api.get(address(walk))
    assert (fetched.status_code, fetched["Content-Type"]) == (200, "application/zip")
    assert fetched["ETag"] == f'"{hashlib.sha256(fetched.content).hexdigest()}"'
    assert sealing.faults(fetched.content) == []
    told = api.get(f"cases/{walk.case_id}/").json()["handovers"][0]
    assert told["package"] == f"鄂1023-2023-{walk.case.number_seq}-1"
    assert (told["package_sha256"], told["package_size"]) == (
        hashlib.sha256(fetched.content).hexdigest(),
        len(fetched.content),
    )
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as archive:
        assert {"package.xml", "handover-1.0.xsd", "manifest.xml", "digests.txt", "seal.txt"} < set(archive.namelist())
    again = api.by("chen").get(address(walk), headers={"X-Audit-Reason": "立案"})
    assert again.content == fetched.content
    unchanged = api.get(address(walk), headers={"If-None-Match": fetched["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    traces = AuditEntry.objects.filter(verb="download_package").order_by("id")
    assert [(trace.client, trace.actor, trace.reason) for trace in traces] == [
        ("指挥中心", None, ""),
        ("指挥中心", cast.chen, "立案"),
    ]


def test_an_earlier_hand_over_by_its_number(api: Api, failed: Walk) -> None:
    back = answer(failed, reasons=["缺生效证明"], on="2023-06-02")
    assert api.by("chen").post(f"{address(failed)}acknowledgement/", encoded(back)).status_code == 200
    api.by("qian").act(failed.case_id, "hand-over", at="2023-06-05", expect=200)
    newest, first = api.get(address(failed)), api.get(address(failed), seq=1)
    assert newest.content != first.content
    assert api.get(address(failed), seq=2).content == newest.content
    none = api.get(address(failed), seq=3)
    assert (none.status_code, none.json()["blockers"][0]["code"]) == (409, "no_handover")
    assert api.get(address(failed), seq="x").status_code == 400
    assert api.get(address(failed), which="x").json()["code"] == "unknown_parameter"


def test_a_case_without_a_hand_over(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    told = api.get(address(walk))
    assert (told.status_code, told.json()["blockers"][0]["code"]) == (409, "no_handover")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((name, 200) for name in ("", "wang", "chen", "li", "shu", "zhou", "qian", "zheng", "feng")),
        *((name, 403) for name in ("cai", "ling")),
        *((name, 404) for name in ("zhao", "sun", "wu", "xi", "an", "shen")),
    ],
)
def test_only_for_those_who_may_see_property(who: str, status: int, api: Api, failed: Walk) -> None:
    fetched = api.by(who).get(address(failed))
    assert fetched.status_code == status
    assert AuditEntry.objects.filter(verb="download_package").exists() == (status == 200)
    if status == 200:
        return
    tag = f'"{sent(failed).package_sha256}"'
    assert api.by(who).get(address(failed), headers={"If-None-Match": tag}).status_code == status


def test_scopes(failed: Walk) -> None:
    every = [scope for scope in Scope.values if scope not in (Scope.DOCUMENTS_READ, Scope.CASES_WRITE)]
    without = client_with(*every, name="别的")
    assert without.get(address(failed)).json()["code"] == "scope_missing"
    assert without.by("chen").post(f"{address(failed)}acknowledgement/", {"file": ""}).json()["code"] == "scope_missing"
    assert client_with(Scope.DOCUMENTS_READ, name="只读").get(address(failed)).status_code == 200


def test_accepted_by_a_file(api: Api, failed: Walk) -> None:
    body = encoded(answer(failed, signed=True))
    route = f"{address(failed)}acknowledgement/"
    key = {"Idempotency-Key": "ack-1"}
    done = api.by("chen").post(route, body, headers=key)
    assert done.status_code == 200, done.content.decode()
    told = done.json()
    assert (told["accepted"], told["repeated"]) == (True, False)
    assert told["handover"]["exec_case_no"] == "（2023）鄂1023执66号"
    assert told["handover"]["answer_sha256"] == hashlib.sha256(base64.b64decode(body["file"])).hexdigest()
    assert api.by("chen").post(route, body, headers=key)["Idempotency-Replayed"] == "true"
    version = failed.case.version
    again = api.by("feng").post(route, body)
    assert (again.json()["repeated"], failed.case.version) == (True, version)
    assert AuditEntry.objects.get(verb="acknowledge").client == "指挥中心"


def test_every_fault_at_the_field(api: Api, failed: Walk) -> None:
    route = f"{address(failed)}acknowledgement/"
    wrong = answer(failed, sha256="0" * 64, case="甲", number="乙", on="2020-01-01")
    told = api.by("chen").post(route, encoded(wrong))
    assert (told.status_code, told.json()["code"], len(told.json()["errors"]["file"])) == (400, "invalid", 4)
    for body, word in (
        ({"file": "不是 Base64"}, "Base64"),
        ({}, "file"),
        ({"file": "eA==", "more": 1}, "more"),
        ({"file": base64.b64encode(b"<!DOCTYPE a><a/>").decode()}, "DOCTYPE"),
        ({"file": "A" * 200_000}, "file"),
    ):
        refused = api.by("chen").post(route, body)
        assert refused.status_code == 400
        assert word in refused.content.decode()
    assert sent(failed).answer_sha256 == ""


def test_who_may_answer(api: Api, failed: Walk) -> None:
    route, body = f"{address(failed)}acknowledgement/", encoded(answer(failed))
    assert api.post(route, body).json()["code"] == "acting_user_required"
    assert api.by("shu").post(route, body).json()["code"] == "role_forbidden"
    assert api.by("zhao").post(route, body).status_code == 404
    assert api.by("feng").post(route, body).status_code == 200
    late = api.by("feng").post(route, encoded(answer(failed, number="（2023）鄂1023执67号")))
    assert (late.status_code, late.json()["blockers"][0]["code"]) == (409, "no_open_package")
