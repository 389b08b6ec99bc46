"""What the acts on 诉求 bring."""

from cases.api.fields import ReferenceField, identifier, words
from cases.api.inputs_acts import ActIn
from cases.api.inputs_filing import choice
from cases.models.choices_notices import RequestKind, RequestWay, Satisfaction


class TakeRequestIn(ActIn):
    party = ReferenceField(label="谁提出")
    kind = choice(RequestKind, label="种类")
    way = choice(RequestWay, required=False, label="怎么提出")
    content = words(500, required=True, label="要求什么")


class AnswerRequestIn(ActIn):
    request = identifier(label="哪件诉求")
    answer = words(500, required=True, label="答复")


class RateAnswerIn(ActIn):
    request = identifier(label="哪件诉求")
    satisfaction = choice(Satisfaction, label="满意度")
