"""A gateway that answers as told, and the worker's rounds on a clock that the test turns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cases.actions.sending import Claim, drop_stale, send_one
from jianli_mediation.core.gateways import MailServer, SmsGateway
from jianli_mediation.core.sms import HandedIn

GATEWAY = SmsGateway("http://sms.example.invalid/send", sign="监利法院")
MAIL = MailServer("smtp", "mail.example.invalid", 25, "notice@court.example.cn")
DOWN = HandedIn(problem="应答 500")
REFUSED = HandedIn(problem="应答 400", refused=True)


@dataclass
class Gateway:
    """Takes messages, or answers as ``then`` says; it keeps what it took, by day."""

    then: HandedIn | None = None
    tried: list[Claim] = field(default_factory=list)
    took: list[tuple[datetime, Claim]] = field(default_factory=list)
    now: datetime | None = None

    def __call__(self, claimed: Claim) -> HandedIn:
        self.tried.append(claimed)
        if self.then is not None:
            return self.then
        assert self.now is not None
        self.took.append((self.now, claimed))
        return HandedIn(f"R{len(self.took)}")


def worked(now: datetime, gateway: Gateway) -> None:
    """Everything that the worker would do at this moment."""
    gateway.now = now
    while drop_stale(now):
        pass
    while send_one(now, gateway):
        pass


def days(start: datetime, end: datetime, hours: tuple[float, ...], each: Callable[[datetime], None]) -> None:
    """Call ``each`` at these hours of every day from ``start`` to ``end``, both included."""
    morning = start.replace(hour=0, minute=0)
    while morning <= end:
        for hour in hours:
            each(morning + timedelta(hours=hour))
        morning += timedelta(days=1)
