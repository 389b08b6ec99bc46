"""By which way a party can be told something, with what this court has and what the party has given."""

import re

from django.conf import settings

from cases.models import AddressConfirmation, Party
from cases.models.choices_notices import Channel

_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")


def mobile_of(party: Party) -> str:
    """The mobile number that a message can go to; empty where what is on file is none."""
    digits = party.phone.replace(" ", "").replace("-", "").removeprefix("+86")
    return digits if _MOBILE.match(digits) else ""


def mail_of(party: Party) -> str:
    """The e-mail address that the party confirmed in writing last; empty where she named none, or another kind of account."""
    last = AddressConfirmation.objects.filter(party=party).order_by("-signed_on", "-pk").first()
    found = last.e_address.strip() if last is not None and last.e_consent else ""
    return found if _MAIL.match(found) and found.isascii() else ""


def channel_for(party: Party) -> Channel:
    """短信 where the court has a gateway and the party a mobile number; else e-mail where both have one; else a slip."""
    if settings.SMS is not None and mobile_of(party):
        return Channel.SMS
    if settings.MAIL is not None and mail_of(party):
        return Channel.EMAIL
    return Channel.SLIP
