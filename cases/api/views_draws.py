"""抽签: the lots that were drawn for a case."""

from typing import Any

from cases.api import out_draws, paging
from cases.api.endpoint import Operation, Reads
from cases.api.reading import file_of
from cases.queries.draws import draws_of, sees_reasons
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope


class Draws(Reads):
    """``/cases/{id}/draws/``"""

    tag = "cases"
    operations = {
        "GET": Operation(
            "draws", "抽签", Scope.CASES_READ, out_draws.DrawPageOut, query=paging.PageQuery, errors=(404,)
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file = file_of(self.caller, case_id, clock.now())
        rows, links = paging.by_id(self.request, draws_of(file.case), self.query, newest_first=True)
        reasons = sees_reasons(self.caller.person)
        return {**links, "results": [out_draws.draw(row, reasons=reasons) for row in rows]}
