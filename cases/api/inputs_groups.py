"""What linking cases brings."""

from typing import Any

from rest_framework import serializers

from cases.actions.groups import MOST_LINKED
from cases.api.fields import LARGEST_ID, identifier, words
from cases.api.inputs_acts import ActIn
from cases.api.inputs_filing import choice
from cases.models.choices_talks import GroupKind


class LinkIn(ActIn):
    """With which cases, or into which group. ``cases``: ids of others, linked along, all of them or none."""

    group = identifier(required=False, label="编入的组")
    cases = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID),
        required=False,
        max_length=MOST_LINKED - 1,
        label="一起关联的案件",
    )
    name = words(80, label="名称")
    kind = choice(GroupKind, required=False, label="为什么关联")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "group" not in attrs and not attrs.get("cases"):
            raise serializers.ValidationError({"cases": ["写明和哪些案件关联，或者编入哪一组。"]})
        return attrs
