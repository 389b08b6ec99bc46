"""Who stands in what relation to the people of a case: the rows of case and roster as the rule on recusal takes them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from cases.models import Agent, Case, Party
from cases.rules import recusal
from mediators.models import Mediator


def grounds_of(case: Case, mediators: Sequence[Mediator]) -> dict[int, tuple[recusal.Ground, ...]]:
    """Every ground against each of these mediators, by id. One query, besides what is at hand of case and roster."""
    people = list(people_of(case))
    agencies = _agencies(case, mediators)
    return {
        each.pk: recusal.grounds(mediator=_herself(each, tuple(agencies[each.pk])), people=people) for each in mediators
    }


def people_of(case: Case) -> Iterator[recusal.Somebody]:
    """The parties, those who represent them by law, and their agents. An agent's number is sealed and hashed here."""
    for party in case.parties.all():
        role, key = party.get_role_display(), party.name_norm
        yield recusal.Somebody(role, party.name, key, party.id_hash, party.is_organisation)
        for name, what in ((party.legal_rep, "负责人"), (party.guardian, "监护人")):
            if name:
                yield recusal.Somebody(f"{role}的{what}", name, Party.normalised_name(name))
        for agent in party.agents.all():
            yield recusal.Somebody(
                f"{role}的代理人",
                agent.name,
                Party.normalised_name(agent.name),
                _number_of(agent),
                firm=agent.firm,
                firm_key=Party.normalised_name(agent.firm),
            )


def _number_of(agent: Agent) -> str:
    number = agent.id_number.strip().upper()
    return Party.hash_of(number) if number else ""


def _herself(mediator: Mediator, agencies: tuple[recusal.AgencyFact, ...]) -> recusal.Herself:
    unit = mediator.organisation.name if mediator.organisation else ""
    return recusal.Herself(
        key=Party.normalised_name(mediator.user.name),
        id_hash=mediator.id_hash,
        unit=unit,
        unit_key=Party.normalised_name(unit),
        ties=tuple(
            recusal.TieFact(tie.kind, Party.normalised_name(tie.name), tie.id_hash) for tie in mediator.ties.all()
        ),
        agencies=agencies,
    )


def _agencies(case: Case, mediators: Sequence[Mediator]) -> dict[int, list[recusal.AgencyFact]]:
    """Where one of them, or somebody of her name, acted for a party of this case in another one."""
    found: dict[int, list[recusal.AgencyFact]] = defaultdict(list)
    hashes = [party.id_hash for party in case.parties.all() if party.id_hash]
    licences = {each.pk: {row.number for row in each.certificates.all() if row.number} for each in mediators}
    wanted = Q(name__in=[each.user.name for each in mediators]) | Q(licence_no__in=set().union(*licences.values()))
    if not hashes or not mediators:
        return found
    rows = Agent.objects.filter(wanted, party__id_hash__in=hashes).exclude(party__case=case)
    for agent in rows.select_related("party__case").order_by("pk"):
        for each in mediators:
            proved = _is_she(each, licences[each.pk], agent)
            if proved is not None:
                found[each.pk].append(recusal.AgencyFact(agent.party.name, agent.party.case.case_no, proved))
    return found


def _is_she(mediator: Mediator, licences: set[str], agent: Agent) -> bool | None:
    """True: by number or licence; False: by name alone; None: not she."""
    number = _number_of(agent)
    if number and mediator.id_hash:
        return True if number == mediator.id_hash else None
    if agent.licence_no and agent.licence_no in licences:
        return True
    return False if agent.name == mediator.user.name else None
