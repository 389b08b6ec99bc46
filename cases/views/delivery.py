"""送达 as a page: a service is recorded, tried or corrected."""

from cases.actions import delivery
from cases.actions.acting import Actor
from cases.forms.addresses import AddressForm
from cases.forms.delivery import ServiceForm
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page

BRINGS = (
    "签收、留置的当天，邮件回执上的收件日、退回日，信息到达的当天，就是送达日；公告从发出之日起满 30 日。",
    "督促履行通知书送达被申请人的，督促履行期从送达日起算。",
    "选了本案的文书，送达以后标为“已送达”；没有送到的不算送达，只留记录。",
)


@act_page(
    Verb.RECORD_SERVICE,
    ServiceForm,
    template="cases/mediation/delivery.html",
    back="先不登记",
    brings=lambda file: BRINGS,
)
def record_service(by: Actor, case_id: int, form: ServiceForm) -> str:
    row = delivery.record_service(by=by, now=clock.now(), case_id=case_id, at=form.acted_on, **form.acted)
    what = f"{row.party.name}，{row.get_way_display()}"
    if row.served_on is None:
        return f"已登记没有送到：{what}。不算送达，请改用其他方式再送。"
    return f"已登记送达：{what}，{row.served_on:%Y-%m-%d} 生效。"


@act_page(
    Verb.CONFIRM_ADDRESS,
    AddressForm,
    back="先不确认",
    brings=lambda file: (
        "当事人的送达地址改为这里写的；没有勾同意电子送达的，以后不能电子送达。",
        "确认过地址的，邮件按这个地址寄出被退回，退回日视为送达。",
    ),
)
def confirm_address(by: Actor, case_id: int, form: AddressForm) -> str:
    row = delivery.confirm_address(
        by=by,
        now=clock.now(),
        case_id=case_id,
        party_id=int(form.cleaned_data["party"]),
        confirmation=form.confirmation(),
    )
    return f"已登记{row.party.name} {row.signed_on:%Y-%m-%d} 确认的送达地址。"
