"""What this system does not know by itself: figures of the case system of enforcement, and those not yet collected."""

from .indicator import Indicator

IMPORTED = "数字来自执行办案系统，本月还没有录入。"

M23 = Indicator(
    "m23",
    "首执收案同比",
    "本期首次执行收案比上年同期增减的百分比；恢复执行不计。",
    "%",
    "立案日",
    missing=IMPORTED,
)
M24 = Indicator(
    "m24",
    "裁判申请执行率",
    "以本院裁判为依据的首次执行收案，除以同期本院生效的给付裁判。",
    "%",
    "立案日",
    missing=IMPORTED,
)
M25 = Indicator("m25", "分流率", "新收，除以本期收到的全部执行申请。", "%", "收件日", missing=IMPORTED)
M31 = Indicator(
    "m31",
    "当事人诉求按期答复率",
    "按期答复的诉求，除以本期到期的诉求。",
    "%",
    "答复期限",
    missing="当事人诉求还没有在系统里登记。",
)
M32 = Indicator(
    "m32",
    "节点推送成功率",
    "送到的节点消息，除以本期发出的节点消息。",
    "%",
    "发出日",
    missing="系统还没有向当事人发送节点消息。",
)
M33 = Indicator("m33", "满意度", "评为满意和基本满意的，除以收回的评价。", "%", "收回日", missing="尚未收集。")
