"""Invented names, numbers and places. The area code 429999 of the identity numbers belongs to no county."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cases.actions.inputs import PartyInput
from cases.models.choices import PartyKind

SURNAMES = (
    "陈刘李王张杨周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    ""
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志红文辉春梅海燕晓东雪峰俊鹏宇浩然子涵思远家豪佳怡诗雨德才光荣永福长青云凤金莲"
TOWNS = "容城 朱河 新沟 白螺 汴河 尺八 福田寺 龚场 毛市 周老嘴 分盐 网市 程集 上车湾 三洲 黄歇口 汪桥 桥市".split()
TRADES = (
    "粮油 农机 水产 建材 纺织 服饰 食品 包装 物流 餐饮 装饰 机械 电器 种业 饲料 建筑劳务 苗木 家具 五金 印刷".split()
)
VILLAGES = "示例 红星 民主 联盟 前进 三合 新建 向阳 光明 长江".split()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AREA = "429999"


@dataclass(frozen=True)
class Invented:
    """A source of invented people. The same random source gives the same people."""

    rng: Random

    def name(self) -> str:
        length = self.rng.choice((1, 2, 2))
        return self.rng.choice(SURNAMES) + "".join(self.rng.choice(GIVEN) for _ in range(length))

    def resident_id(self) -> str:
        born = date(1950, 1, 1) + timedelta(days=self.rng.randrange(19_000))
        body = f"{AREA}{born:%Y%m%d}{self.rng.randrange(1000):03d}"
        check = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
        return body + "10X98765432"[check]

    def credit_code(self) -> str:
        body = f"91{AREA}MA" + "".join(self.rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
        total = sum(USCC_ALPHABET.index(char) * (3**place % 31) for place, char in enumerate(body))
        return body + USCC_ALPHABET[(31 - total % 31) % 31]

    def phone(self) -> str:
        return f"1{self.rng.choice('3578')}{self.rng.choice('36789')}0000{self.rng.randrange(10_000):04d}"

    def address(self) -> str:
        town = self.rng.choice(TOWNS)
        return f"湖北省监利市{town}镇{self.rng.choice(VILLAGES)}村{self.rng.randrange(1, 12)}组{self.rng.randrange(1, 80)}号"

    def company(self) -> str:
        return f"监利市{self.rng.choice(TOWNS)}{self.rng.choice(GIVEN)}{self.rng.choice(GIVEN)}{self.rng.choice(TRADES)}有限公司"

    def person(self, role: str) -> PartyInput:
        name = self.name()
        account = role == "applicant"
        return PartyInput(
            role=role,
            kind=PartyKind.PERSON,
            name=name,
            id_type="resident_id",
            id_number=self.resident_id(),
            phone=self.phone(),
            address=self.address(),
            e_service_consent=self.rng.random() < 0.5,
            account_name=name if account else "",
            account_bank="示例银行监利支行" if account else "",
            account_no=self._account() if account else "",
        )

    def enterprise(self, role: str) -> PartyInput:
        name = self.company()
        return PartyInput(
            role=role,
            kind=PartyKind.LEGAL_PERSON,
            name=name,
            id_type="uscc",
            id_number=self.credit_code(),
            legal_rep=self.name(),
            legal_rep_post="执行董事",
            phone=self.phone(),
            address=self.address(),
            e_service_consent=True,
            account_name=name if role == "applicant" else "",
            account_bank="示例银行监利支行" if role == "applicant" else "",
            account_no=self._account() if role == "applicant" else "",
        )

    def _account(self) -> str:
        return "6200" + "".join(self.rng.choice("0123456789") for _ in range(15))
