"""D28 for a made-up April: thirteen cases, so that each figure can be checked by hand."""

from datetime import date, datetime
from decimal import Decimal

from documents.contexts.reporting import (
    EnterpriseCase,
    Figure,
    Indicator,
    LostCase,
    MediatorRow,
    MonthlyReport,
    OverdueCase,
    Summary,
    TrendMonth,
)
from documents.samples.people import HEAD
from jianli_mediation.core.clock import COURT_TIME

SUMMARY = Summary(
    taken=Figure(value="8件", mom="上升33.33%", yoy="上升60.00%"),
    in_stock=Figure(value="3件"),
    closed=Figure(value="8件", mom="上升14.29%", yoy="上升100.00%"),
    open=Figure(value="3件"),
    closing_rate=Figure(value="72.73%", mom="下降4.27个百分点"),
    settled=Figure(value="5件", mom="上升25.00%"),
    success=Figure(value="62.50%", mom="上升5.36个百分点"),
    success_b=Figure(value="71.43%"),
    kept=Figure(value="60.00%", mom="上升10.00个百分点"),
    performed=Figure(value="4件", mom="上升33.33%"),
    voluntary=Figure(value="75.00%"),
    received=Figure(value="257,600.00元", mom="上升41.20%"),
    due_paid=Figure(value="90.48%"),
    days=Figure(value="13.38天", mom="缩短1.12天"),
    passed_on=Figure(value="2件", mom="持平"),
    overdue=Figure(value="2件"),
    deadlocked=Figure(value="0件"),
    broken=Figure(value="33.33%"),
    enterprise=Figure(value="3件", mom="上升50.00%"),
    green=Figure(value="100.00%"),
    saved_fee=Figure(value="2,039.00元"),
    saved_fee_expected=Figure(value="8,503.75元"),
    waived=Figure(value="12,640.00元"),
    outside=Figure(value="25.00%"),
)
# number, name, value, working, month before, change, year before, change
_ROWS = """
1|收案数（新收）|8|登记日在本月|6|33.33%|5|60.00%
2|旧存|3|登记日在本月以前、月初未结|4|-25.00%|3|持平
3|结案数|8|结案日在本月，各种方式|7|14.29%|4|100.00%
4|未结（存案）|3|旧存3＋新收8－结案8|3|持平|4|-25.00%
5|结案率|72.73%|8／（3＋8）|77.00%|-4.27|50.00%|22.73
6|和解成功数|5|方式10至14|4|25.00%|2|150.00%
7|和解成功率（口径A）|62.50%|5／8|57.14%|5.36|50.00%|12.50
7b|和解成功率（口径B）|71.43%|5／（8－1），剔除27、30、31、32|66.67%|4.76|66.67%|4.76
8|实际履行率|60.00%|方式10至12，3／5|50.00%|10.00|50.00%|10.00
9|执前履行完毕数|4|履行完毕日在本月|3|33.33%|2|100.00%
10|自动履行率（执前）|75.00%|末期或者督促期满在本月的，3／4|66.67%|8.33|—|—
11|到位金额（元）|257,600.00|到账日在本月，移送以前|182,436.26|41.20%|96,500.00|166.94%
12|到位率（结案口径）|20.77%|227,600.00／1,096,006.71|35.10%|-14.33|28.64%|-7.87
13|到期应付到位率|90.48%|190,000.00／210,000.00|88.00%|2.48|—|—
14|平均办理天数|13.38|107／8；中位数13，九成在26以内|14.50|-1.12|17.25|-3.87
15|首次联系用时（天）|1.63|13／8；送达用时2.25|1.80|-0.17|2.60|-0.97
16|转执行数|2|方式20至27；占结案25.00%|2|持平|1|100.00%
17|逾期数|2|占旧存和新收18.18%；其中已延期0|1|100.00%|1|100.00%
18|久调不和数|0|方式23、24；占结案0.00%|1|-100.00%|0|持平
19|违约数|1|占本月有到期分期的协议33.33%|1|持平|0|—
20|恢复、申请执行数|1|立案前和解1，先立案后和解0|1|持平|0|—
21|办案和解员数|3|见附表2|3|持平|2|50.00%
22|涉企收案数|3|结3，成2；绿色通道达标3／3|2|50.00%|1|200.00%
23|首次执行收案数|186|执行办案系统导入，不含恢复案件|201|-7.46%|243|-23.46%
24|裁判申请执行率|41.15%|186／452|43.20%|-2.05|52.03%|-10.88
25|分流率|4.12%|8／194|2.90%|1.22|2.02%|2.10
26|征询同意率|80.00%|8／10|75.00%|5.00|62.50%|17.50
27|节约执行费（实际，元）|2,039.00|履行完毕且没有执行案件的，估算|1,452.00|40.43%|739.00|175.91%
27b|节约执行费（预计，元）|8,503.75|本月协议尚未履行的，估算，不计入27|2,250.00|277.94%|—|—
28|让利金额（元）|12,640.00|其中附条件12,640.00|8,200.00|54.15%|3,150.00|301.27%
29|财产申报率|66.67%|4／6|60.00%|6.67|50.00%|16.67
30|送达成功率|95.00%|19／20；其中电子送达60.00%|93.75%|1.25|90.00%|5.00
31|当事人诉求按期答复率|100.00%|5／5|100.00%|持平|—|—
32|节点推送成功率|97.30%|36／37|96.55%|0.75|—|—
33|满意度|92.31%|12／13|90.91%|1.40|—|—
34|履行证明书数|3|信用修复函1|2|50.00%|1|200.00%
35|保全衔接|0|有保全的案件2，到期没有处理0|0|持平|0|持平
36|非诉力量参与率|25.00%|2／8|16.67%|8.33|0.00%|25.00
"""
INDICATORS = tuple(
    Indicator(no=no, name=name, value=value, working=working, previous=previous, mom=mom, last_year=last_year, yoy=yoy)
    for no, name, value, working, previous, mom, last_year, yoy in (row.split("|") for row in _ROWS.split("\n") if row)
)

_MONTHS = """
23-04|5|6|3 23-05|7|5|2 23-06|6|7|4 23-07|8|6|4 23-08|9|9|5 23-09|7|8|6 23-10|9|10|6 23-11|2|0|0 23-12|8|7|5 24-01|7|9|4 24-02|6|5|3 24-03|6|7|4 24-04|8|8|5
"""
TREND = tuple(
    TrendMonth(
        label=label,
        taken=int(taken),
        closed=int(closed),
        settled=int(settled),
        rate=(Decimal(settled) * 100 / Decimal(closed)).quantize(Decimal("0.01")) if closed != "0" else None,
    )
    for label, taken, closed, settled in (month.split("|") for month in _MONTHS.split())
)

REPORT = MonthlyReport(
    head=HEAD,
    issued_on=date(2024, 5, 6),
    first=date(2024, 4, 1),
    last=date(2024, 4, 30),
    frozen_at=datetime(2024, 5, 6, 9, 0, tzinfo=COURT_TIME),
    summary=SUMMARY,
    practices=(
        "一是前移送达。收案当天发出督促履行通知，书记员在三个工作日以内联系债务人，本月首次联系平均用时1.63天。",
        "二是盯住每一期。应付日以前七日、三日、一日提醒，逾期次日催告，到期款项的到位率保持在九成以上。",
    ),
    examples=(
        "两家企业之间的买卖合同案，标的48万余元。和解员上门了解生产情况后促成分三期履行，没有冻结基本账户，企业正常开工，第一期16万元已经按时付清。",
    ),
    problems=(
        "一是个别案件超过期限没有结案，和解员没有及时申请延期，也没有终止和解。",
        "二是分期协议中有一件第三期没有按时付清，违约以后申请人申请执行。",
    ),
    plans=(
        "一是对逾期案件逐件说明原因，五个工作日以内结案或者移送立案。",
        "二是对标的30万元以上的分期协议，签订前核实债务人的收入来源，并建议提供担保。",
    ),
    indicators=INDICATORS,
    mediators=(
        MediatorRow(
            name="甲某",
            kind="驻院和解员",
            taken=3,
            closed=3,
            settled=3,
            received=Decimal("245000.00"),
            days="10.33",
            sessions=6,
            satisfaction="100.00%",
        ),
        MediatorRow(
            name="乙某",
            kind="人民调解员",
            taken=2,
            closed=3,
            settled=1,
            received=Decimal("12600.00"),
            days="17.00",
            overdue=1,
            broken=1,
            sessions=5,
        ),
        MediatorRow(
            name="丙某",
            kind="行业调解员",
            taken=3,
            closed=2,
            settled=1,
            received=Decimal("0.00"),
            days="12.50",
            overdue=1,
            sessions=4,
        ),
    ),
    overdue=(
        OverdueCase(
            case_no="（2024）鄂1023执前和21号",
            parties="郑某某与冯某某",
            cause="劳务合同纠纷",
            mediator="丙某",
            due_on=date(2024, 4, 3),
            days=27,
            state="和解中",
        ),
        OverdueCase(
            case_no="（2024）鄂1023执前和26号",
            parties="监利某农资公司与卫某",
            cause="买卖合同纠纷",
            mediator="乙某",
            due_on=date(2024, 4, 10),
            days=5,
            state="已转执行",
            extended=True,
        ),
    ),
    enterprises=(
        EnterpriseCase(
            case_no="（2024）鄂1023执前和36号",
            enterprise="荆州某食品公司",
            side="被申请方",
            size="小型",
            amount=Decimal("484250.00"),
            state="履行中",
            green="达标",
        ),
        EnterpriseCase(
            case_no="（2024）鄂1023执前和40号",
            enterprise="监利某建材经营部",
            side="申请方",
            size="微型",
            amount=Decimal("96000.00"),
            state="履行中",
            green="达标",
        ),
        EnterpriseCase(
            case_no="（2024）鄂1023执前和42号",
            enterprise="湖北省监利市江汉平原现代农业科技发展股份有限公司",
            side="双方",
            size="中型",
            amount=Decimal("300000.00"),
            state="已转执行",
            green="达标",
        ),
    ),
    lost=(
        LostCase(
            case_no="（2024）鄂1023执前和2号",
            parties="褚某与蒋某",
            kind="违约",
            happened_on=date(2024, 4, 19),
            amount=Decimal("60000.00"),
            paid=Decimal("40000.00"),
            reason="第三期没有付清",
            exec_no="（2024）鄂1023执512号",
        ),
        LostCase(
            case_no="（2024）鄂1023执前和26号",
            parties="监利某农资公司与卫某",
            kind="转执行",
            happened_on=date(2024, 4, 15),
            amount=Decimal("140156.71"),
            paid=Decimal("0.00"),
            reason="期限届满未达成",
            exec_no="（2024）鄂1023执498号",
        ),
        LostCase(
            case_no="（2024）鄂1023执前和42号",
            parties="沈某与湖北省监利市江汉平原现代农业科技发展股份有限公司",
            kind="转执行",
            happened_on=date(2024, 4, 22),
            amount=Decimal("300000.00"),
            paid=Decimal("0.00"),
            reason="分歧较大",
        ),
    ),
    adjustments=("三月的到位金额由180,436.26元调整为182,436.26元，补登一笔3月29日到账的款项",),
    trend=TREND,
    digest="9d4b1f0c6a7e2835",
    copies_to=("市委政法委", "荆州市中级人民法院执行局", "市优化营商环境办公室"),
    printed_on=date(2024, 5, 6),
    contact="张明，0716-3300001",
)
