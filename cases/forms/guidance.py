"""指导意见、接管案件."""

from typing import ClassVar

from .acts import ActForm, Words


class CommentForm(ActForm):
    text = Words(
        label="指导意见",
        max_length=500,
        rows=4,
        help_text="和解员、指导人员、书记员和中心负责人看得到；不上文书，不随移送，保密的话不写在这里。",
    )

    widths: ClassVar = {"text": "f12"}
    dated: ClassVar = False


class TakeOverForm(ActForm):
    reason = Words(label="理由", max_length=180, rows=2, help_text="如多次会商没有进展、特邀和解员请求接管。")

    widths: ClassVar = {"reason": "f12"}
