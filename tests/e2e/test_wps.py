"""A paper is taken along to be edited: one click, a file with its Chinese name, which opens."""

import docx

from cases.states import State
from tests.build import Walk
from tests.cast import Cast
from tests.e2e.conftest import SignIn


def test_a_clerk_takes_a_paper_along(sign_in: SignIn, court: Cast) -> None:
    walk = Walk(court).to(State.PERFORMING)
    clerk = sign_in("shu")
    clerk.page.goto(f"/cases/{walk.case_id}/papers/")
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("row", name="执前和解协议书").get_by_role("link", name="下载 WPS 版").click()
    assert waiting.value.suggested_filename == "执前和解协议书（2023）鄂1023执前和1号.docx"
    assert "执前和解协议书" in docx.Document(str(waiting.value.path())).paragraphs[0].text
