"""What registering a webhook brings."""

import re

from rest_framework import serializers

from cases.api.fields import In, words
from cases.queries.events import PUSHED, verb_words
from jianli_mediation.core.webhook_targets import LONGEST_URL, TargetRefused, target_of
from jianli_mediation.core.webhooks import LONGEST_SECRET, SHORTEST_SECRET

_VISIBLE = re.compile(r"[!-~]*\Z")


class WebhookIn(In):
    """``verbs``: which acts, by the names in their addresses; none means all. ``secret``: left out, one is made."""

    url = words(LONGEST_URL, required=True, label="地址", help_text="http(s) 地址，须在法院允许推送的网络内")
    verbs = serializers.ListField(
        child=serializers.ChoiceField([(path, verb_words(verb)[1]) for path, verb in PUSHED.items()]),
        required=False,
        default=list,
        max_length=len(PUSHED),
        label="事项",
    )
    secret = serializers.CharField(
        required=False,
        min_length=SHORTEST_SECRET,
        max_length=LONGEST_SECRET,
        trim_whitespace=False,
        label="签名密钥",
        help_text=f"至少 {SHORTEST_SECRET} 个可见的 ASCII 字符；不写由系统生成",
    )

    def validate_url(self, url: str) -> str:
        """The receiver is looked up at once, and again before every delivery."""
        try:
            target_of(url)
        except TargetRefused as refused:
            raise serializers.ValidationError([f"{refused}。"]) from refused
        return url

    def validate_secret(self, secret: str) -> str:
        if not _VISIBLE.match(secret):
            raise serializers.ValidationError(["只能用可见的 ASCII 字符，不含空格。"])
        return secret


class NothingIn(In):
    """Nothing need be said."""
