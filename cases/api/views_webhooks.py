"""推送: a client registers addresses that events are pushed to, sees what became of each, and has it sent again."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from cases.api import etag, out_webhooks, paging
from cases.api.body import dump, json_response
from cases.api.endpoint import Endpoint, Operation, Reads, Writes
from cases.api.errors import Problem
from cases.api.inputs_filing import choice
from cases.api.inputs_webhooks import NothingIn, WebhookIn
from cases.queries.events import PUSHED
from jianli_mediation.core import clock, webhooks
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.feed import place_new
from jianli_mediation.core.models import ApiClient, User, Webhook

SCOPE = Scope.WEBHOOKS_MANAGE


class DeliveryQuery(paging.PageQuery):
    """Which deliveries are wanted."""

    state = choice(webhooks.DeliveryState, required=False, help_text="不写为全部")


class WebhookEndpoint(Endpoint):
    """A route of the client's own webhooks. People see all of them on the page 推送, and have none themselves."""

    tag = "webhooks"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.caller.client is None:
            raise Problem(403, "role_forbidden", "推送由接口客户端登记；人员请看“推送”页。")

    @property
    def client(self) -> ApiClient:
        if self.caller.client is None:
            raise Http404
        return self.caller.client

    @property
    def person(self) -> User | None:
        return self.caller.person if self.caller.named else None

    def own(self) -> QuerySet[Webhook]:
        return webhooks.counted(Webhook.objects.filter(client=self.client, removed_at__isnull=True))

    def found(self, webhook_id: int) -> Webhook:
        webhook = self.own().filter(pk=webhook_id).first()
        if webhook is None:
            raise Http404
        return webhook


class Webhooks(WebhookEndpoint, Reads, Writes):
    """``/webhooks/``"""

    operations = {
        "GET": Operation("webhooks", "推送地址", SCOPE, out_webhooks.WebhookPageOut, query=paging.PageQuery),
        "POST": Operation(
            "create_webhook", "登记推送地址", SCOPE, out_webhooks.NewWebhookOut, body=WebhookIn, status=201
        ),
    }

    def read(self) -> dict[str, Any]:
        rows, links = paging.by_id(self.request, self.own(), self.query)
        return {**links, "results": [out_webhooks.webhook(row) for row in rows]}

    def write(self) -> HttpResponse:
        """From now on: what was done before is to be read from the feed."""
        if not self.caller.may(Scope.EVENTS_READ):
            raise Problem(403, "scope_missing", f"这个客户端没有 {Scope.EVENTS_READ} 权限，不能订阅事件。")
        given = self.given(WebhookIn)
        place_new()
        webhook, secret = webhooks.register(
            client=self.client,
            url=given["url"],
            verbs=[PUSHED[name] for name in given["verbs"]],
            passed=webhooks.last_position(),
            now=clock.now(),
            secret=given.get("secret", ""),
            by=self.person,
            reason=self.reason,
        )
        return json_response({**out_webhooks.webhook(self.found(webhook.pk)), "secret": secret}, 201)


class WebhookDetail(WebhookEndpoint, Reads):
    """``/webhooks/{id}/``"""

    operations = {
        "GET": Operation("webhook", "一个推送地址", SCOPE, out_webhooks.WebhookOut, single=True, errors=(404,)),
        "DELETE": Operation("remove_webhook", "停用推送地址", SCOPE, status=204, errors=(404, 412)),
    }

    def read(self, webhook_id: int) -> out_webhooks.WebhookOut:
        return out_webhooks.webhook(self.found(webhook_id))

    def delete(self, request: Request, webhook_id: int) -> HttpResponse:
        """What was still on its way is given up."""
        webhook = self.found(webhook_id)
        tag = etag.of_body(dump(out_webhooks.webhook(webhook)))
        if not etag.matches(request, tag):
            raise Problem(412, "precondition_failed", "If-Match 与推送地址的现状不符。")
        webhooks.remove(webhook, now=clock.now(), by=self.person, reason=self.reason)
        return json_response(None, 204)


class Deliveries(WebhookEndpoint, Reads):
    """``/webhooks/{id}/deliveries/``"""

    operations = {
        "GET": Operation(
            "deliveries", "推送记录", SCOPE, out_webhooks.DeliveryPageOut, query=DeliveryQuery, errors=(404,)
        ),
    }

    def read(self, webhook_id: int) -> dict[str, Any]:
        rows = webhooks.deliveries_in(self.query.get("state", ""), self.found(webhook_id).deliveries.all())
        found, links = paging.by_id(
            self.request, rows.select_related("entry"), self.query, newest_first=True, key="position"
        )
        return {**links, "results": [out_webhooks.delivery(row) for row in found]}


class Replay(WebhookEndpoint, Writes):
    """``/webhooks/{id}/deliveries/{id}/replay/``: once more, whether it was given up or had arrived."""

    operations = {
        "POST": Operation(
            "replay_delivery", "重新推送一条", SCOPE, out_webhooks.DeliveryOut, body=NothingIn, errors=(404,)
        ),
    }

    def write(self, webhook_id: int, delivery_id: int) -> HttpResponse:
        self.given(NothingIn)
        webhook = self.found(webhook_id)
        rows = webhook.deliveries.select_related("entry").filter(pk=delivery_id)
        if not rows.exists():
            raise Http404
        webhooks.replay(webhook, now=clock.now(), delivery_id=delivery_id, by=self.person, reason=self.reason)
        return json_response(out_webhooks.delivery(rows.get()))


class ReplayDead(WebhookEndpoint, Writes):
    """``/webhooks/{id}/replay/``: everything that was given up."""

    operations = {
        "POST": Operation(
            "replay_dead", "重新推送全部已放弃的", SCOPE, out_webhooks.ReplayedOut, body=NothingIn, errors=(404,)
        ),
    }

    def write(self, webhook_id: int) -> HttpResponse:
        self.given(NothingIn)
        count = webhooks.replay(self.found(webhook_id), now=clock.now(), by=self.person, reason=self.reason)
        return json_response(out_webhooks.ReplayedOut(replayed=count))
