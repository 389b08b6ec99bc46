"""Identity documents, telephones and accounts: is the number sound, and how is it shown masked."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import uscc

from jianli_mediation.kernel import masks
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.validators import check_resident_id

ID_TYPES = (
    "resident_id",
    "uscc",
    "passport",
    "hk_macao_permit",
    "taiwan_permit",
    "residence_permit",
    "foreigner_permit",
    "military",
    "other",
)

_LENGTH = 18
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_RESIDENCE_AREAS = {"810000": "香港", "820000": "澳门", "830000": "台湾"}
_FREE_TEXT_LIMIT = 40
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 8, 30


@dataclass(frozen=True)
class IdentityCheck:
    """`normal` is stored. Sex ("male", "female") and birth come only from a sound number.

    `message` is empty, or says what is wrong (`ok` False) or what to look at (`ok` True).
    """

    ok: bool
    normal: str
    sex: str | None = None
    birth: date | None = None
    message: str = ""


@rule("identity.check", "证件号码校验", "GB 11643、GB 32100；其他证件格式 ours")
def check_identity(id_type: str, number: str, today: date) -> IdentityCheck:
    """Check a number of one of `ID_TYPES`; ValueError for another type.

    Blanks and full-width forms are normalised, lower case becomes upper, 15-digit resident numbers
    become 18-digit ones. The message states the fact and the way out.
    """
    if id_type not in ID_TYPES:
        raise ValueError(f"unknown id type {id_type}")
    text = unicodedata.normalize("NFKC", number)
    if id_type in ("military", "other"):
        return _free_text(" ".join(text.split()))
    normal = "".join(text.split()).upper()
    if not normal:
        return _refused(normal, "没有填号码，请照证件填写。")
    return _CHECKS[id_type](normal, today)


def _refused(normal: str, message: str) -> IdentityCheck:
    return IdentityCheck(ok=False, normal=normal, message=message)


def _free_text(normal: str) -> IdentityCheck:
    if not normal:
        return _refused(normal, "没有填号码，请照证件填写。")
    if len(normal) > _FREE_TEXT_LIMIT:
        return _refused(normal, f"最多 {_FREE_TEXT_LIMIT} 字，现为 {len(normal)} 字，请核对证件。")
    return IdentityCheck(ok=True, normal=normal)


def _resident(normal: str, today: date) -> IdentityCheck:
    if len(normal) == _LENGTH and normal[:6] in _RESIDENCE_AREAS:
        return _refused(normal, f"{normal[:6]} 开头的是港澳台居民居住证，请改选证件种类。")
    if len(normal) == _LENGTH and normal.startswith("9"):
        return _refused(normal, "9 开头的是外国人永久居留身份证，请改选证件种类。")
    return _eighteen(normal, today)


def _eighteen(normal: str, today: date) -> IdentityCheck:
    check = check_resident_id(normal)
    if check.birth is None:
        return _refused(check.normal, check.problem)
    if check.birth > today:
        return _refused(check.normal, f"出生日期 {check.birth} 晚于今天，请核对证件。")
    note = "" if check.normal == normal else "15 位旧号码，已换算为 18 位，请与新证件核对。"
    return IdentityCheck(ok=True, normal=check.normal, sex=check.sex, birth=check.birth, message=note)


def _uscc(normal: str, _today: date) -> IdentityCheck:
    if len(normal) != _LENGTH:
        return _refused(normal, f"应为 {_LENGTH} 位，现为 {len(normal)} 位，请核对证照。")
    for place, character in enumerate(normal, start=1):
        if character not in _USCC_CHARACTERS:
            likely = _LOOKALIKES.get(character)
            hint = f"，看看是不是数字 {likely}" if likely else ""
            return _refused(normal, f"第 {place} 位不会是“{character}”{hint}，请核对证照。")
    if not normal[2:8].isdigit():
        return _refused(normal, f"第 3 至 8 位“{normal[2:8]}”应为行政区划数字，请核对证照。")
    expected = uscc.calc_check_digit(normal[:17])
    if normal[17] != expected:
        return _refused(normal, f"末位应为 {expected}，现为 {normal[17]}，请核对证照。")
    return IdentityCheck(ok=True, normal=normal)


def _pattern(pattern: str, form: str) -> Callable[[str, date], IdentityCheck]:
    compiled = re.compile(pattern, re.ASCII)

    def check(normal: str, _today: date) -> IdentityCheck:
        if compiled.fullmatch(normal):
            return IdentityCheck(ok=True, normal=normal)
        return _refused(normal, f"应为{form}，现为 {len(normal)} 位，请核对证件。")

    return check


def _residence_permit(normal: str, today: date) -> IdentityCheck:
    if len(normal) == _LENGTH and normal[:6] not in _RESIDENCE_AREAS:
        return _refused(normal, f"前 6 位应为 810000、820000 或 830000，现为 {normal[:6]}，请核对证件。")
    return _modern(normal, today)


def _foreigner_permit(normal: str, today: date) -> IdentityCheck:
    if re.fullmatch(r"[A-Z]{3}\d{12}", normal, re.ASCII):
        return IdentityCheck(ok=True, normal=normal)
    if len(normal) == _LENGTH and not normal.startswith("9"):
        return _refused(normal, f"首位应为 9，现为 {normal[0]}，请核对证件。")
    return _modern(normal, today)


def _modern(normal: str, today: date) -> IdentityCheck:
    # These cards never had 15 digits, so nothing may be converted.
    if len(normal) != _LENGTH:
        return _refused(normal, f"应为 {_LENGTH} 位，现为 {len(normal)} 位，请核对证件。")
    return _eighteen(normal, today)


_CHECKS: dict[str, Callable[[str, date], IdentityCheck]] = {
    "resident_id": _resident,
    "uscc": _uscc,
    "passport": _pattern(r"[A-Z0-9]{5,17}", " 5 至 17 位字母或数字"),
    "hk_macao_permit": _pattern(r"[HM]\d{8}(\d{2})?", " H 或 M 加 8 位或 10 位数字"),
    "taiwan_permit": _pattern(r"\d{8}(\d{2})?", " 8 位或 10 位数字"),
    "residence_permit": _residence_permit,
    "foreigner_permit": _foreigner_permit,
}


@dataclass(frozen=True)
class NumberCheck:
    """A telephone or an account. `message` with `ok` True is a warning only."""

    ok: bool
    normal: str
    message: str = ""


@rule("identity.phone", "电话号码校验", "ours: 手机 11 位，固话带区号")
def check_phone(text: str) -> NumberCheck:
    """Mobile (1 and ten digits, blanks, hyphens and +86 removed) or landline with its area code."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    mobile = plain.replace("-", "").removeprefix("+86")
    if _MOBILE.fullmatch(mobile):
        return NumberCheck(ok=True, normal=mobile)
    if _LANDLINE.fullmatch(plain):
        return NumberCheck(ok=True, normal=plain)
    if re.fullmatch(r"1\d+", mobile, re.ASCII) and len(mobile) != len("13800000000"):
        return NumberCheck(ok=False, normal=mobile, message=f"手机应为 11 位，现为 {len(mobile)} 位，请核对。")
    return NumberCheck(ok=False, normal=plain, message="应为 11 位手机，或带区号的固话（如 0716-1234567），请核对。")


@rule("identity.account", "银行账号校验", "ours: 8 至 30 位数字；末位校验（Luhn）只提示")
def check_account(text: str) -> NumberCheck:
    """Account of 8 to 30 digits. A Luhn mismatch is a warning, for company accounts do not follow it."""
    normal = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")
    if not re.fullmatch(r"\d*", normal, re.ASCII):
        return NumberCheck(ok=False, normal=normal, message="账号应全是数字，请核对。")
    if not _SHORTEST_ACCOUNT <= len(normal) <= _LONGEST_ACCOUNT:
        return NumberCheck(ok=False, normal=normal, message=f"账号应为 8 至 30 位，现为 {len(normal)} 位，请核对。")
    if not luhn.is_valid(normal):
        return NumberCheck(ok=True, normal=normal, message="末位与银行卡校验规则不符；对公账户可以不符，请再核对一遍。")
    return NumberCheck(ok=True, normal=normal)


@rule("identity.mask", "号码遮盖", "个人信息保护法第六条；ours: 留头 4 位和末 4 位")
def mask_id(number: str) -> str:
    """ "4299**********0031". Masks by field: a number that fits no pattern is masked as well."""
    return masks.mask_id(number)


def mask_phone(number: str) -> str:
    """ "139****0031"; landlines and anything else keep at most the last four."""
    return masks.masked(number, head=3 if len(number) == len("13800000000") else 0)


def mask_address(address: str) -> str:
    """The first half of an address, at least three characters; the house stays hidden."""
    return f"{address[: max(3, len(address) // 2)]}****" if address else ""


def mask_account(number: str) -> str:
    """ "****0151": only the tail, so that not even the length shows."""
    return f"****{number[-4:]}" if len(number) >= _SHORTEST_ACCOUNT else "****" if number else ""
