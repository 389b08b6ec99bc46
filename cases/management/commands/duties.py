from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.actions import duties
from jianli_mediation.core import clock


class Command(BaseCommand):
    help = "The nightly duties, now or as if it were another moment. The worker runs them by itself after two o'clock."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=datetime.fromisoformat, help="a moment in the court's time, 2023-09-30T02:00")

    def handle(self, *args: Any, now: datetime | None, **options: Any) -> None:
        moment = now if now is None or now.tzinfo else now.replace(tzinfo=clock.COURT_TIME)
        runs = duties.run(moment or clock.now())
        titles = {duty.code: duty.title for duty in duties.DUTIES}
        for run in runs:
            lamp = "◆" if run.problem else "●"
            told = run.problem or f"看过 {run.looked}，要办 {run.found}，补正 {run.mended}，{run.milliseconds} 毫秒"
            self.stdout.write(f"{lamp} {titles[run.duty]}：{told}")
        if broken := [run for run in runs if run.problem]:
            raise CommandError(f"{len(broken)} 项没有核对完")
