"""Finding the case's people as a request names them: by id, by name, or by the role that only one has."""

from django.db.models import Prefetch

from cases.actions.acting import InvalidInput, NotVisible
from cases.models import Agent, Case, Party
from jianli_mediation.core.models import User

NOBODY = "本案没有这个当事人。"
SEVERAL = "本案有几个这样的当事人，请填 id。"
NO_AGENT = "这个当事人没有登记这个代理人。"


class CasePeople:
    """The parties and agents of one case that the person may see. Raises NotVisible for any other case."""

    def __init__(self, person: User, case_id: int) -> None:
        if not Case.objects.visible_to(person).filter(pk=case_id).exists():
            raise NotVisible(case_id)
        named = Party.objects.filter(case=case_id).only("pk", "case_id", "seq", "role", "kind", "name")
        agents = Prefetch("agents", Agent.objects.only("pk", "party_id", "name"))
        self.parties = list(named.prefetch_related(agents))

    def party(self, ref: int | str, path: str) -> Party:
        """The one party that ``ref`` can mean. Raises InvalidInput at ``path`` for none or several."""
        for word in ("pk", "name", "role"):
            found = [party for party in self.parties if getattr(party, word) == ref]
            if len(found) == 1:
                return found[0]
            if found:
                raise InvalidInput({path: [SEVERAL]})
        raise InvalidInput({path: [NOBODY]})

    def agent(self, party: Party, ref: int | str, path: str) -> Agent:
        """The party's agent of that id or name. Raises InvalidInput at ``path``."""
        for agent in party.agents.all():
            if ref in (agent.pk, agent.name):
                return agent
        raise InvalidInput({path: [NO_AGENT]})
