"""Forms of the file itself: service and volume."""

from documents.contexts.delivery import DeliveryReceipt
from documents.contexts.file import FileVolume
from documents.registry.form import ANY, ENFORCEMENT, FULFILLED, NO_NUMBER, WITHDRAWN, Form

FORMS = (
    Form(
        "D26",
        "送达回证",
        "受送达人",
        "存卷",
        ANY,
        context=DeliveryReceipt,
        template="documents/paper/d26.html",
        many=True,
        one_page=True,
    ),
    Form(
        "D27",
        "卷宗封面及目录",
        "书记员",
        "存卷",
        (FULFILLED, ENFORCEMENT, WITHDRAWN),
        context=FileVolume,
        template="documents/paper/d27.html",
        number_series=NO_NUMBER,
    ),
)
