"""久调不和 and 指导: the decision on stalled talks, a comment, the taking over."""

from typing import Any

from cases.actions import guidance, stalling
from cases.api.acts import CaseAct
from cases.api.inputs_acts import ReasonedIn
from cases.api.inputs_guidance import CommentIn, ReviewTalksIn
from cases.api.out_guidance import CommentOut, comment
from cases.models import Guidance
from cases.verbs import Verb


class ReviewTalks(CaseAct):
    verb = Verb.REVIEW_TALKS
    body = ReviewTalksIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        consents = given.pop("consents", {})
        code = given.pop("result_code", "")
        agreed = {f"{side}_agrees": consents.get(side, False) for side in ("applicant", "respondent")}
        return stalling.review_talks(**spine, **given, **agreed, code=code)


class Comment(CaseAct):
    verb = Verb.COMMENT
    body = CommentIn
    answer = CommentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Guidance:
        return guidance.comment(**spine, **given)

    def show(self, result: Guidance) -> CommentOut:
        return comment(result)


class TakeOver(CaseAct):
    verb = Verb.TAKE_OVER
    body = ReasonedIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return guidance.take_over(**spine, **given)
