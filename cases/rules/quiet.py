"""When a party may be disturbed, how often the court tries, and until when a message is worth sending. All ours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import ONE_DAY

COURT_TIME = ZoneInfo("Asia/Shanghai")
# 本院默认: nothing goes out from nine in the evening to eight in the morning.
OPENS, CLOSES = time(8), time(21)
REFUSALS = 4  # 本院默认: the first time, and three more
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(minutes=30)
PATIENCE = timedelta(days=3)  # 本院默认: how long one that may be sent on any day is tried
PAPER_PATIENCE = timedelta(days=30)  # 本院默认: how long one on paper lies to be printed


@rule("quiet.next_moment", "短信、邮件只在 8:00 至 21:00 发出", "ours: 本院默认，夜间不打扰当事人")
def next_moment(*, at: datetime) -> datetime:
    """The first moment from ``at`` on at which a message may go out: ``at`` itself, or eight o'clock."""
    local = at.astimezone(COURT_TIME)
    if OPENS <= local.time() < CLOSES:
        return at
    day = local.date() if local.time() < OPENS else local.date() + ONE_DAY
    return datetime.combine(day, OPENS, COURT_TIME)


@rule("quiet.next_try", "没有发出的消息隔多久再试", "ours: 本院默认；通道不通的一直再试，被退回的至多再试三次")
def next_try(*, tries: int, refusals: int, at: datetime) -> datetime | None:
    """When to try again after ``tries``, the last of them at ``at``; None: not again.

    Pauses grow from two minutes to half an hour. A gateway that does not answer is asked as long as the message says
    something true (`too_late`); one that answers and refuses is asked four times in all.
    """
    if refusals >= REFUSALS:
        return None
    pause = min(FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 10), LONGEST_PAUSE)
    return next_moment(at=at + pause)


@rule("quiet.too_late", "过了时候的消息不再发", "ours: 本院默认，不发已经说错的话；没有日子的试三天")
def too_late(*, good_until: date | None, not_before: datetime, at: datetime) -> bool:
    """Whether a message would say something at ``at`` that is no longer true, or was tried for three days in vain."""
    if good_until is not None:
        return at.astimezone(COURT_TIME).date() > good_until
    return at > not_before + PATIENCE
