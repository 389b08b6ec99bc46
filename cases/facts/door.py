"""The code by which a party opens her own page: printed on D03, made of her number and a keyed check, stored nowhere."""

import hmac
import re

from cases.models import Party
from jianli_mediation.core.crypto import keyed_hash

# No 0 and O, no 1 and I and L: it is read from paper and typed on a phone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CHECK_LETTERS = 8  # 31^8, so that a guess is hopeless however often it is tried
TAIL = 6
LONGEST = 40
_CODE = re.compile(rf"([0-9]{{1,18}})([{_LETTERS}]{{{CHECK_LETTERS}}})\Z")
_JOINTS = str.maketrans("", "", " -－—　")


def code_of(party_id: int) -> str:
    """ "1234-K7Q2-9FXW": the same for ever, unless the court changes its keys."""
    check = _check(party_id)
    return f"{party_id}-{check[:4]}-{check[4:]}"


def _check(party_id: int) -> str:
    number = int(keyed_hash(str(party_id), "party page"), 16)
    letters = []
    for _ in range(CHECK_LETTERS):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def party_behind(code: str, tail: str) -> Party | None:
    """The party whose code it is, and whose number ends in ``tail``; None for anything else.

    The same work is done for a right, a wrong and a malformed code, so that the time taken tells nothing.
    """
    found = _CODE.match(code.upper().translate(_JOINTS)) if len(code) <= LONGEST else None
    number, check = (int(found[1]), found[2]) if found else (0, "")
    genuine = hmac.compare_digest(check, _check(number))
    party = Party.objects.select_related("case").filter(pk=number if genuine else 0).first()
    known = party.id_number if party is not None else "-" * (TAIL + 1)
    hers = hmac.compare_digest(known[-TAIL:].upper().encode(), tail.strip().upper().encode()[: TAIL * 4])
    return party if genuine and hers else None
