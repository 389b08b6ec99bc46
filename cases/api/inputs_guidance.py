"""What a decision on stalled talks, a comment of guidance and a taking over bring."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import DayField, In, words
from cases.api.inputs_acts import ActIn, ConsentsIn, closing_code
from cases.api.inputs_filing import choice
from cases.guards.stalling import STALLED_CODES
from cases.models.choices_talks import StallDecision
from cases.states import WITHDRAW_CODES


class ReviewTalksIn(ActIn):
    """``until`` for ``extend``; ``consents`` where that lies beyond the period; ``result_code`` for the other two."""

    also = {"code": "result_code", "note": "reason"}
    decision = choice(StallDecision, label="决定")
    reason = words(200, required=True, label="理由")
    until = DayField(required=False, label="再谈到")
    consents = ConsentsIn(required=False, label="双方书面同意延长")
    result_code = closing_code((*STALLED_CODES, *WITHDRAW_CODES), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["decision"] != StallDecision.EXTEND and "until" in attrs:
            raise serializers.ValidationError({"until": ["只有准许再谈才定到哪一天。"]})
        return attrs


class CommentIn(In):
    """What is said in guidance. It cannot be changed later."""

    version = serializers.IntegerField(required=False, min_value=0, label="依据的版本")
    text = words(500, required=True, label="指导意见")
