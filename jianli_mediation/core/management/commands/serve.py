import contextlib
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from jianli_mediation.core import launch
from jianli_mediation.core.accounts import demo_people
from jianli_mediation.core.supervise import Child, GaveUpError, keep_running, stop_all

LOOK_AFTER_DATABASE_EVERY = 5.0
ANSWER_TIMEOUT = 60.0
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Start everything: database, tables, demo court, worker, server. Ctrl-C stops it all."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        self.refuse_taken_port()
        for number in ENDING:  # SIGINT among them: a shell ignores it for what it starts in the background
            signal.signal(number, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt), self.database():
            self.prepare()
            self.serve()

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def refuse_taken_port(self) -> None:
        address = (settings.ENVIRONMENT.host, settings.ENVIRONMENT.port)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                raise CommandError(
                    f"PORT={address[1]}: 端口不可用 / cannot be used ({error.strerror}). PORT=8001 make run"
                ) from error

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """The embedded database while we run; stopped at the end only if we started it."""
        embedded = launch.cluster()
        self.say("[1/4] 数据库 database …" if embedded else "[1/4] 数据库 database: DATABASE_URL")
        started = embedded.start() if embedded else False
        try:
            yield
        finally:
            if embedded and started:
                connections.close_all()
                embedded.stop()
                self.say("数据库已停止。Database stopped.")

    def prepare(self) -> None:
        self.say("[2/4] 数据表 tables …")
        call_command("check", database=["default"])
        call_command("migrate", interactive=False, verbosity=0)
        if settings.PRODUCTION:
            self.say("[3/4] 静态文件 static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        else:
            self.say("[3/4] 演示数据 demo court …")
            call_command("seed_demo", if_empty=True)
        connections.close_all()

    def serve(self) -> None:
        self.say("[4/4] 服务 server …")
        self.count_together()
        children = self.children()
        try:
            for child in children:
                child.start()
            self.wait_for_answer(children)
            self.say(self.welcome())
            connections.close_all()
            embedded = launch.cluster()
            keep_running(children, LOOK_AFTER_DATABASE_EVERY, embedded.revive if embedded else lambda: None)
        except GaveUpError as error:
            raise CommandError(str(error)) from error
        finally:
            # The person who presses Ctrl-C twice must not get half a shutdown.
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
            stop_all(children)

    def count_together(self) -> None:
        """A folder in which server processes and worker count for the monitor, empty at each start."""
        folder = settings.JIANLI_DATA / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

    def children(self) -> list[Child]:
        place = settings.ENVIRONMENT
        server = [sys.executable, "-m", "gunicorn", "jianli_mediation.wsgi", "--bind", f"{place.host}:{place.port}"]
        server += ["--config", str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")]
        server += ["--chdir", str(settings.BASE_DIR)]
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
        return [Child("server", server), Child("worker", worker)]

    def wait_for_answer(self, children: list[Child]) -> None:
        host = "127.0.0.1" if settings.ENVIRONMENT.host == "0.0.0.0" else settings.ENVIRONMENT.host  # noqa: S104
        end = time.monotonic() + ANSWER_TIMEOUT
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection((host, settings.ENVIRONMENT.port), 1):
                return
            for child in children:
                child.restart_if_dead()
            time.sleep(0.1)
        raise GaveUpError(f"The server did not answer within {ANSWER_TIMEOUT:.0f} s; see the log above.")

    def welcome(self) -> str:
        place = settings.ENVIRONMENT
        lines = ["", f"  打开 open   http://127.0.0.1:{place.port}/"]
        if not settings.PRODUCTION:
            lines += ["  登录 log in  没有密码，在登录页点选 / no password, click a person on that page:"]
            lines += [
                f"    {person.get_role_display()}  {person.name} {person.username}" for person, _ in demo_people()
            ]
        return "\n".join([*lines, "  停止 stop   Ctrl-C", ""])
