from datetime import datetime

from django.core.management.base import BaseCommand

from jianli_mediation.core import clock, usage
from jianli_mediation.core.clock import COURT_TIME


class Command(BaseCommand):
    help = "The machines of the API: scopes, end, last call, calls and refusals of today, from where, how often."

    def handle(self, **options: object) -> None:
        now = clock.now()
        for each in usage.clients_used(now):
            client = each.client
            self.stdout.write(
                "\t".join(
                    (
                        client.name,
                        usage.standing(client, now).value,
                        " ".join(client.scopes),
                        f"until {shown(client.expires_at)}",
                        f"last {shown(each.last_at)}",
                        f"today {each.calls_words}, refused {each.refused_words}",
                        f"from {' '.join(client.addresses) or 'anywhere'}",
                        f"{client.per_minute}/min",
                    )
                )
            )


def shown(moment: datetime | None) -> str:
    return f"{moment.astimezone(COURT_TIME):%Y-%m-%d %H:%M}" if moment else "-"
