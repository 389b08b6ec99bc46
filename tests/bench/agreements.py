"""Agreements that are all different: the paper of the bench. One made again and again would flatter every memo."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString

from documents.contexts.agreement import AgreementPaper
from documents.contexts.parts import Account, AmountLine, InstalmentLine, Signatory
from documents.registry.form import TEMPLATES
from documents.render import CODE, Meta
from documents.samples.agreement import AGREEMENT
from jianli_mediation.core.clock import COURT_TIME

FAMILY = "陈王李张刘杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建国志文德清海波云飞雪莲春秋永昌喆珺堃淼"
RARE = "𠮷㛃䶮"
ROADS = "容城朱河新沟龚场周老嘴黄歇口汪桥程集分盐毛市福田寺上车湾柘木白螺网市三洲桥市红城棋盘人民大垸"
TRADES = "粮油食品水产纺织机械建材农资运输包装化工种业饲料米业商贸物流"


def agreement(n: int, rows: int = 3) -> AgreementPaper:
    """D14 number ``n``: names, numbers, addresses, amounts and days of its own."""
    pick = Random(n)
    total = Decimal(pick.randrange(1_000_000, 90_000_000)) / 100
    share = (total / rows).quantize(Decimal("0.01"))
    first = date(2023, 1, 1) + timedelta(days=pick.randrange(300))
    plan = tuple(
        InstalmentLine(
            seq=seq + 1,
            due_on=first + timedelta(days=31 * seq),
            amount=share if seq + 1 < rows else total - share * (rows - 1),
            way="转账",
            note=pick.choice(("本金", "本息", "利息", "受理费")),
        )
        for seq in range(rows)
    )
    creditors = tuple(replace(party, **_identity(pick)) for party in AGREEMENT.creditors)
    debtors = tuple(replace(party, **_identity(pick)) for party in AGREEMENT.debtors)
    return replace(
        AGREEMENT,
        case_no=f"（2023）鄂1023执前和{n + 1}号",
        issued_on=first,
        creditors=creditors,
        debtors=debtors,
        confirmed_on=first,
        confirmed=(AmountLine(label="货款本金", amount=total),),
        confirmed_total=total,
        total=total,
        composition=(AmountLine(label="货款本金", amount=total),),
        instalments=plan,
        account=Account(holder=creditors[0].name, bank=f"某银行监利{_road(pick)}支行", number=_digits(pick, 19)),
        mediator=_person(pick),
        signatories=(
            Signatory(role="甲方", name=creditors[0].name, capacity=f"法定代表人{_person(pick)}"),
            Signatory(role="乙方", name=debtors[0].name, capacity=f"法定代表人{_person(pick)}"),
        ),
    )


def meta(n: int) -> Meta:
    code = _digits(Random(-n), 10)
    issued_at = datetime(2023, 5, 10, 10, 0, tzinfo=COURT_TIME) + timedelta(minutes=n)
    return Meta(number="", verify_code=f"{code[:5]}-{code[5:]}", issued_at=issued_at)


def two_pages(n: int) -> SafeString:
    """The agreement that packages were chosen by: parties, six clauses, twelve instalments, on two pages of family J.

    The court's own D14 has fourteen articles and five pages; with this one figures can be compared from year to year.
    """
    facts = agreement(n, rows=12)
    parties = (*facts.creditors, *facts.debtors)
    values = {"c": facts, "parties": parties, "meta": meta(n), "qr": CODE}
    return _template().render(Context(values, use_l10n=False, use_tz=False))


@cache
def _template() -> Template:
    engine = Engine(dirs=[str(TEMPLATES)], libraries={"paper": "documents.templatetags.paper"})
    return engine.from_string(_TWO_PAGES)


def _identity(pick: Random) -> dict[str, str]:
    trade = "".join(pick.sample(TRADES, 4))
    return {
        "name": f"监利市{_road(pick)}{trade}有限公司",
        "address": f"湖北省监利市{_road(pick)}镇{_road(pick)}路{pick.randrange(1, 400)}号",
        "id_number": f"91421023MA{_digits(pick, 8)}",
        "representative": _person(pick),
    }


def _person(pick: Random) -> str:
    name = pick.choice(FAMILY) + "".join(pick.sample(GIVEN, pick.choice((1, 2))))
    return name + pick.choice(RARE) if pick.random() < 1 / 20 else name


def _road(pick: Random) -> str:
    return "".join(pick.sample(ROADS, 2))


def _digits(pick: Random, count: int) -> str:
    return "".join(pick.choice("0123456789") for _ in range(count))


_TWO_PAGES = """{% load paper %}<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8" /><title>执前和解协议书</title></head>
<body class="d14">
<div class="running">{{ c.paper_no }}　执前和解协议书</div>
<div class="foot">{{ qr }}<p>验证码 {{ meta.verify_code }}</p></div>
<h2>{{ c.head.court }}<br />执前和解协议书</h2>
<p class="no">{{ c.paper_no }}</p>
<table><thead><tr><th class="mm24">当事人</th><th>名称</th><th>住所地</th><th>代码</th><th class="mm24">代表人</th></tr></thead>
<tbody>{% for party in parties %}<tr><td>{{ party.role }}</td><td>{{ party.name|name }}</td><td>{{ party.address|name }}</td>
<td>{{ party.id_number }}</td><td>{{ party.representative|name }}</td></tr>
{% endfor %}</tbody></table>
<p>甲方与乙方{{ c.basis.cause }}一案，{{ c.basis.name }}已经于{{ c.basis.effective_on|day }}发生法律效力。各方自愿达成如下协议：</p>
{% article "履行的总额和期限" %}
<p>截至{{ c.confirmed_on|day }}，乙方向甲方支付{{ c.total|yuan_capitals }}，分{{ c.instalments|length|han }}期付清：</p>
<table>
<thead><tr><th class="mm14">期次</th><th class="mm40">应付日</th><th class="mm34">金额（元）</th><th>方式</th><th>款项</th><th>备注</th></tr></thead>
<tbody>{% for line in c.instalments %}<tr><td class="mid">{{ line.seq }}</td>
<td class="mid">{{ line.due_on|day }}</td><td class="num">{{ line.amount|figure }}</td>
<td>{{ line.way }}</td><td>{{ line.note }}</td><td></td></tr>
{% endfor %}</tbody>
</table>
{% article "账户" %}
<p>户名{{ c.account.holder|name }}，开户银行{{ c.account.bank|name }}，账号{{ c.account.number }}。</p>
{% article "不履行的后果" %}
<p>任何一期在宽限期满后仍未付清的，其后各期款项全部提前到期，甲方可以申请执行原生效法律文书。</p>
<p>本协议自各方签名、盖章或者捺印之日起生效，一式三份。</p>
<div class="sign"><p>和解员　{{ c.mediator|spaced }}</p>
<p class="seal">{{ c.issued_on|han_day }}</p></div>
</body></html>"""
