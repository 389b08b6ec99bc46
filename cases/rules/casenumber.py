"""Case numbers: one spelling for all of them, their parts where they are a court's."""

import re
from dataclasses import dataclass
from datetime import date

from jianli_mediation.kernel.rulebook import rule

COURT_CODE = "鄂1023"
OUR_TYPE = "执前和"
ENFORCEMENT_TYPES = ("执", "执恢", "恢执")

_PATTERN = re.compile(
    r"（((?:19|20)[0-9]{2})）"
    r"(最高法|[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军][0-9]{0,6})"
    r"((?:(?!字)[\u4e00-\u9fa5]){1,6})"
    r"([0-9]{1,8})号"
    r"(之[一二三四五六七八九十]{1,3})?"
)
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_ROUND = str.maketrans("()", "（）")
_ANY_BRACKET = str.maketrans("〔[【﹝〕]】﹞", "（（（（））））")


@dataclass(frozen=True)
class CaseNo:
    """（`year`）`court``kind``serial`号`suffix`, e.g. 2023, 鄂1023, 民初, 501, ""."""

    year: int
    court: str
    kind: str
    serial: int
    suffix: str = ""

    @property
    def text(self) -> str:
        return f"（{self.year}）{self.court}{self.kind}{self.serial}号{self.suffix}"

    @property
    def is_enforcement(self) -> bool:
        """Whether it is the number of a first or resumed enforcement case."""
        return self.kind in ENFORCEMENT_TYPES


@rule("casenumber.normalise", "案号写法", "法〔2015〕137号；arbitral and notarial numbers stay as written")
def normalise_case_no(text: str) -> str:
    """Blanks removed, round brackets and digits in one form; square ones too where a court number results.

    Numbers that are no court's (仲裁, 公证) keep their own square brackets.
    """
    plain = "".join(text.split()).translate(_FULL_WIDTH_DIGITS).translate(_ROUND)
    as_court = plain.translate(_ANY_BRACKET)
    return as_court if _PATTERN.fullmatch(as_court) else plain


@rule("casenumber.parse", "案号分解", "法〔2015〕137号；类型代字放宽到 6 字（诉前调书 等已有四字）")
def parse_case_no(text: str) -> CaseNo | None:
    """The parts of a court's case number in any spelling, None for free text.

    A 字 in the type marks a notarial, arbitral or pre-2016 number ("证字第", "民初字第"): free text.
    """
    match = _PATTERN.fullmatch(normalise_case_no(text))
    if match is None:
        return None
    year, court, kind, serial, suffix = match.groups(default="")
    return CaseNo(int(year), court, kind, int(serial), suffix)


@rule("casenumber.ours", "院内编号", "ours: 案号代字由最高人民法院定，本编号只在院内用")
def ours(year: int, serial: int) -> str:
    """ "（2023）鄂1023执前和1号": the internal number, year of receipt and gapless serial. ValueError below 1."""
    if serial < 1:
        raise ValueError(f"serial must be at least 1, not {serial}")
    return CaseNo(year, COURT_CODE, OUR_TYPE, serial).text


@rule("casenumber.notice", "案号提示", "ours: 年度晚于当年、不是法院案号时提示")
def case_no_notice(text: str, today: date) -> str:
    """A warning for the field, or "" when there is nothing to say; never a refusal."""
    parsed = parse_case_no(text)
    if parsed is None:
        return "不是法院现行案号的写法，按原样登记；仲裁、公证文书和 2016 年以前的旧案号可以这样。"
    if parsed.year > today.year:
        return f"案号年度 {parsed.year} 晚于今年，请核对文书。"
    return ""
