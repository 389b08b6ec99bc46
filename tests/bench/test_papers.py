"""What a paper costs: against WeasyPrint by itself, by row, by process, in memory, and against LibreOffice.

Papers are all different (``agreements``). CPU is that of the process, taken turn and turn about; absolute figures are
told, ratios are held.
"""

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import psutil
import pytest

from documents import docx
from documents.press.code import ADDRESS, Code
from documents.press.engine import Press
from documents.press.pool import FEW, Job, many
from documents.registry import FORMS
from documents.render import Printed, print_paper
from tests.bench.agreements import agreement, meta, two_pages

pytestmark = [pytest.mark.bench]
Tell = Callable[[str], None]
PAPERS = int(os.environ.get("JIANLI_BENCH_PAPERS", "1000"))
ROUNDS = 30
D14 = FORMS["D14"]


@pytest.fixture(scope="module")
def presses() -> dict[str, Press]:
    return {"stock": Press(lean=False), "lean": Press()}


@pytest.fixture(autouse=True)
def circumstances(request: pytest.FixtureRequest, tell: Tell) -> None:
    tell(f"{request.node.name}: load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of this process."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def typeset(press: Press, page: str) -> int:
    with press.alone():
        document = press.lay_out(page, "J", {ADDRESS: Code("（2023）鄂1023执前和1号 ABCDE-FGHIJ")})
        press.write(document)
        return len(document.pages)


def agreed(press: Press, n: int, rows: int = 3) -> Printed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.render.press", lambda: press)
        return print_paper(D14, agreement(n, rows), meta(n))


def turn_about(presses: dict[str, Press], call: Callable[[Press, int], object]) -> dict[str, list[float]]:
    """CPU of ``call`` for paper 0, 1, 2 …, each by every press before the next."""
    found: dict[str, list[float]] = {name: [] for name in presses}
    for n in range(ROUNDS):
        for name, press in presses.items():
            found[name].append(cpu(partial(call, press, n)))
    return found


def ratio(found: dict[str, list[float]]) -> float:
    """Of each paper by both presses, one right after the other; the median is steadier than that of either."""
    return median(lean / stock for lean, stock in zip(found["lean"], found["stock"], strict=True))


def told(found: dict[str, list[float]], what: str, tell: Tell) -> None:
    for name, times in found.items():
        ninety = sorted(times)[int(len(times) * 0.9)]
        tell(f"{what}, {name}: {median(times):.0f} ms CPU (90 %: {ninety:.0f}, least {min(times):.0f})")
    tell(f"{what}: lean is {ratio(found):.2f} × stock")


def test_the_agreement_of_two_pages(presses: dict[str, Press], tell: Tell) -> None:
    pages = [two_pages(n) for n in range(ROUNDS)]
    assert {typeset(press, two_pages(-1)) for press in presses.values()} == {2}
    found = turn_about(presses, lambda press, n: typeset(press, pages[n]))
    told(found, "two pages, 12 instalments", tell)
    assert ratio(found) < 0.9


def test_the_agreement_as_it_is_issued(presses: dict[str, Press], tell: Tell) -> None:
    count = {agreed(press, -1).pages for press in presses.values()}
    found = turn_about(presses, agreed)
    told(found, f"D14, {count.pop()} pages, template and code included", tell)
    assert ratio(found) < 0.9


def test_each_further_instalment(presses: dict[str, Press], tell: Tell) -> None:
    for name, press in presses.items():
        few, lots = (median(cpu(partial(agreed, press, n, rows)) for n in range(5)) for rows in (12, 132))
        tell(f"D14, each further instalment, {name}: {(lots - few) / 120:.2f} ms CPU")


def test_two_processes(tell: Tell) -> None:
    rates = {}
    for processes in (1, min(2, os.cpu_count() or 1)):
        printed = many((Job("D14", agreement(n), meta(n)) for n in range(4 * FEW)), processes=processes)
        next(printed)
        start = time.perf_counter()
        rates[processes] = sum(1 for _ in printed) / (time.perf_counter() - start)
        tell(f"D14 over {processes} processes, once they run: {rates[processes]:.1f} papers a second")
    assert max(rates.values()) > 0


def resident(papers: int) -> dict[int, float]:
    """MiB of a new process after so many different papers."""
    own, found = psutil.Process(), {}
    for n in range(papers):
        print_paper(D14, agreement(n, rows=3 + n % 10), meta(n))
        if n + 1 in (1, 10, 100, papers // 2, papers):
            found[n + 1] = own.memory_info().rss / 2**20
    return found


def test_memory_stays_flat(tell: Tell) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(resident, PAPERS).result()
    tell("memory after papers: " + ", ".join(f"{papers}: {size:.0f} MiB" for papers, size in found.items()))
    assert found[PAPERS] < found[PAPERS // 2] + 20


def test_libreoffice_converting_the_same_agreement(presses: dict[str, Press], tell: Tell, tmp_path: Path) -> None:
    ours = median(turn_about({"lean": presses["lean"]}, agreed)["lean"])
    making = [cpu(partial(docx.build, D14, agreement(n), meta(n))) for n in range(5)]
    tell(f"D14: as PDF {ours:.0f} ms CPU, as DOCX {median(making):.0f} ms CPU")
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        tell("LibreOffice is not on this machine (apt-get install libreoffice-writer-nogui): nothing to compare with")
        return
    times = []
    for n in range(4):
        file = tmp_path / f"{n}.docx"
        file.write_bytes(docx.build(D14, agreement(n), meta(n)))
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        convert = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
        subprocess.run(convert, check=True, capture_output=True, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append((used * 1000, (time.perf_counter() - start) * 1000))
        assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    # The first run makes LibreOffice's own folder; the others are what a conversion costs.
    used, passed = (median(column) for column in zip(*times[1:], strict=True))
    tell(f"D14: LibreOffice, DOCX to PDF: {used:.0f} ms CPU, {passed:.0f} ms by the clock, {used / ours:.1f} × ours")
