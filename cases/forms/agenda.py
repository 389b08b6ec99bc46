"""会商日程: whose, or which room's; and of which day."""

from typing import Any

from django import forms

from cases.queries.roster import roster
from jianli_mediation.core.forms import CourtForm, DayField
from jianli_mediation.core.models import User
from mediators.models import Room

from .acts import choose


class AgendaForm(CourtForm):
    """``who``: m and the id of a mediator, r and the id of a room; empty is the first choice of the person's role."""

    on = DayField(label="日期", required=False)
    who = forms.ChoiceField(label="看谁的、哪一间", required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [] if user.is_mediator else [row for row in roster() if row.user.is_active]
        rooms = Room.objects.filter(in_use=True)
        self.mediators = {f"m{row.pk}": row for row in everybody}
        self.rooms = {f"r{row.pk}": row for row in rooms}
        first = "我的日程" if user.is_mediator else "全院"
        people = [(key, row.user.name) for key, row in self.mediators.items()]
        choose(self, "who", [("", first), *people, *((key, row.name) for key, row in self.rooms.items())])
