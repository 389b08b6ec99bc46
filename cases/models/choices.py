"""The enumerations of a case's facts: English codes as in the API, Chinese labels as on screen and paper."""

from django.db.models import TextChoices


class LegalModel(TextChoices):
    A = "A", "立案前和解"
    B = "B", "先立案后和解"


class Source(TextChoices):
    WINDOW = "window", "窗口"
    ONLINE = "online", "网上"
    TRIBUNAL = "tribunal", "法庭移送"
    TRIAL_TEAM = "trial_team", "审判团队移送"
    TOWNSHIP = "township", "网格、乡镇"
    IMPORT = "import", "批量导入"


class SubjectType(TextChoices):
    MONEY = "money", "金钱给付"
    ACT = "act", "行为"
    DELIVERY = "delivery", "交付物"
    MIXED = "mixed", "混合"


class EnterpriseRelated(TextChoices):
    NONE = "none", "否"
    APPLICANT = "applicant", "申请方"
    RESPONDENT = "respondent", "被申请方"
    BOTH = "both", "双方"


class Tag(TextChoices):
    LABOUR_PAY = "labour_pay", "劳动报酬"
    SUPPORT = "support", "赡养抚养"
    TRAFFIC = "traffic", "交通事故"
    WORK_INJURY = "work_injury", "工伤"
    MEDICAL = "medical", "医疗"
    LIVELIHOOD = "livelihood", "其他民生"
    AGRICULTURE = "agriculture", "涉农"
    MILITARY = "military", "涉军"
    GOVERNMENT = "government", "涉政府机关"
    PRIVATE_ENTERPRISE = "private_enterprise", "涉民营"
    SMALL_ENTERPRISE = "small_enterprise", "中小微"


class BasisKind(TextChoices):
    JUDGMENT = "judgment", "民事判决书"
    MEDIATION_STATEMENT = "mediation_statement", "民事调解书"
    JUDICIAL_CONFIRMATION = "judicial_confirmation", "民事裁定书（司法确认）"
    PAYMENT_ORDER = "payment_order", "支付令"
    CRIMINAL_INCIDENTAL = "criminal_incidental", "刑事附带民事判决书"
    ARBITRAL_AWARD = "arbitral_award", "仲裁裁决书"
    ARBITRAL_MEDIATION = "arbitral_mediation", "仲裁调解书"
    LABOUR_AWARD = "labour_award", "劳动仲裁裁决书"
    LABOUR_MEDIATION = "labour_mediation", "劳动仲裁调解书"
    NOTARISED_INSTRUMENT = "notarised_instrument", "公证债权文书"
    ADMINISTRATIVE_JUDGMENT = "administrative_judgment", "行政判决书"
    OTHER = "other", "其他"


class RateType(TextChoices):
    NONE = "none", "无"
    YEARLY = "yearly", "固定年利率"
    DAILY = "daily", "日利率"
    LPR = "lpr", "LPR 倍数"


class DebtorShare(TextChoices):
    SINGLE = "single", "单独"
    JOINT = "joint", "连带"
    SHARED = "shared", "按份"
    SUPPLEMENTARY = "supplementary", "补充"


class PartyRole(TextChoices):
    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    CO_DEBTOR = "co_debtor", "共同债务人"
    GUARANTOR = "guarantor", "担保人"
    OUTSIDER = "outsider", "案外人"
    SUCCESSOR = "successor", "权利承受人"


CREDITORS = (PartyRole.APPLICANT, PartyRole.SUCCESSOR)
# Who may come in after filing; the applicant and the respondent are those of the application.
LATE_COMERS = (PartyRole.CO_DEBTOR, PartyRole.GUARANTOR, PartyRole.OUTSIDER, PartyRole.SUCCESSOR)
DEBTORS = (PartyRole.RESPONDENT, PartyRole.CO_DEBTOR)


class PartyKind(TextChoices):
    PERSON = "person", "自然人"
    LEGAL_PERSON = "legal_person", "法人"
    UNINCORPORATED = "unincorporated", "非法人组织"
    SOLE_TRADER = "sole_trader", "个体工商户"


class IdType(TextChoices):
    RESIDENT_ID = "resident_id", "公民身份号码"
    USCC = "uscc", "统一社会信用代码"
    PASSPORT = "passport", "护照"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGNER_PERMIT = "foreigner_permit", "外国人永久居留身份证"
    MILITARY = "military", "军官证、士兵证"
    OTHER = "other", "其他证件"


class Vulnerable(TextChoices):
    NONE = "none", "无"
    MINOR = "minor", "未成年人"
    ELDERLY = "elderly", "老年人"
    DISABLED = "disabled", "残疾"
    LOW_INCOME = "low_income", "低保"


class PartyStatus(TextChoices):
    NORMAL = "normal", "正常"
    DEAD = "dead", "死亡"
    DISSOLVED = "dissolved", "终止"
    BANKRUPT = "bankrupt", "破产"
    MISSING = "missing", "失踪"
    DETAINED = "detained", "羁押"


class AgentKind(TextChoices):
    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "基层法律服务工作者"
    RELATIVE = "relative", "近亲属"
    EMPLOYEE = "employee", "单位工作人员"
    RECOMMENDED = "recommended", "社区、单位推荐"


class Power(TextChoices):
    RECONCILE = "reconcile", "代为和解"
    WAIVE = "waive", "放弃、变更权利"
    COLLECT = "collect", "代收执行款"
    SIGN_FOR = "sign_for", "签收文书"


class ConsentResult(TextChoices):
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class Channel(TextChoices):
    COUNTER = "counter", "现场"
    PHONE = "phone", "电话录音"
    ONLINE = "online", "在线"


class SessionMode(TextChoices):
    ON_SITE = "on_site", "现场"
    VIDEO = "video", "视频"
    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    BACK_TO_BACK = "back_to_back", "背对背"


class SessionOutcome(TextChoices):
    AGREED = "agreed", "达成一致"
    PARTLY = "partly", "部分达成"
    CONTINUE = "continue", "另行会商"
    ENDED = "ended", "终止"
    NO_SHOW = "no_show", "无故未到，没有会商"


class ServiceWay(TextChoices):
    DIRECT = "direct", "直接送达"
    FAMILY = "family", "同住成年家属签收"
    AGENT = "agent", "代理人、代收人签收"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    RETURNED = "returned", "邮件退回，视为送达"
    ELECTRONIC = "electronic", "电子送达"
    PUBLIC = "public", "公告送达"


class ServiceOutcome(TextChoices):
    SERVED = "served", "已送达"
    TRIED = "tried", "没有送到"


class FormationMode(TextChoices):
    JOINT = "joint", "双方共同提交"
    ONE_SIDE = "one_side", "一方提交，他方认可"
    RECORDED = "recorded", "笔录记载"
    PRIVATE = "private", "自行达成，未提交"


class Imputation(TextChoices):
    STATUTORY = "statutory", "法定顺序（费用、利息、本金、加倍部分）"
    PRINCIPAL_FIRST = "principal_first", "先本后息"
    CUSTOM = "custom", "自定义"


class PayWay(TextChoices):
    DIRECT = "direct", "直接支付"
    COURT_ACCOUNT = "court_account", "法院案款账户"
    DEPOSIT = "deposit", "提存"
    IN_KIND = "in_kind", "以物抵债"
    THIRD_PARTY = "third_party", "第三人代付"


class PreservationHandling(TextChoices):
    NONE = "none", "没有保全"
    KEEP = "keep", "不解除"
    STAGED = "staged", "分期解除"
    ON_PERFORMANCE = "on_performance", "履行完毕后解除"


class GuaranteeKind(TextChoices):
    SURETY = "surety", "保证"
    MORTGAGE = "mortgage", "抵押"
    PLEDGE = "pledge", "质押"
    OTHER = "other", "其他"


class SignedBy(TextChoices):
    SELF = "self", "本人"
    LEGAL_REP = "legal_rep", "法定代表人、负责人"
    AGENT = "agent", "代理人"
    GUARDIAN = "guardian", "监护人"


class PaymentWay(TextChoices):
    BANK_TRANSFER = "bank_transfer", "银行转账"
    CASH = "cash", "现金（现场）"
    WECHAT_ALIPAY = "wechat_alipay", "微信、支付宝"
    COURT_ACCOUNT = "court_account", "法院账户"
    DEPOSIT = "deposit", "提存"
    IN_KIND = "in_kind", "实物"
    SET_OFF = "set_off", "抵销"


class Confirmation(TextChoices):
    PENDING = "pending", "待确认"
    WRITTEN = "written", "书面确认"
    PHONE_RECORDING = "phone_recording", "电话录音确认"
    ONLINE = "online", "在线确认"
    PRESUMED = "presumed", "推定确认"


class ClueKind(TextChoices):
    DEPOSIT = "deposit", "存款"
    ONLINE_FUNDS = "online_funds", "网络资金"
    INCOME = "income", "收入"
    REAL_ESTATE = "real_estate", "不动产"
    VEHICLE = "vehicle", "车辆"
    EQUITY = "equity", "股权"
    CLAIM = "claim", "债权"
    MACHINERY = "machinery", "机器设备"
    STOCK = "stock", "存货"
    IP = "ip", "知识产权"
    INSURANCE = "insurance", "保险"
    HOUSING_FUND = "housing_fund", "公积金"
    OTHER = "other", "其他"


class ClueSource(TextChoices):
    APPLICANT = "applicant", "申请人提供"
    DECLARATION = "declaration", "债务人申报"
    QUERY = "query", "查控反馈"
    SESSION = "session", "会商获知"
    REPORT = "report", "举报"


class PreservationKind(TextChoices):
    PRE_SUIT = "pre_suit", "诉前"
    IN_SUIT = "in_suit", "诉中"
    PRE_EXECUTION = "pre_execution", "执前"


class PreservedObject(TextChoices):
    DEPOSIT = "deposit", "存款"
    MOVABLE = "movable", "动产"
    REAL_ESTATE = "real_estate", "不动产"
    OTHER_RIGHT = "other_right", "其他财产权"
