"""Server processes. Processes and not threads: PDF rendering gains nothing from threads."""

import gc
import os

from jianli_mediation.core.supervise import end_with_parent

workers = min(4, max(2, os.cpu_count() or 2))
worker_class = "sync"
timeout = 60
graceful_timeout = 15
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # core/logs.py writes one line per request, without the path
loglevel = "warning"
proc_name = "jianli"


def post_fork(arbiter: object, worker: object) -> None:
    """A worker notices only after half a minute that its master was killed, and holds the port meanwhile."""
    end_with_parent()


def post_worker_init(worker: object) -> None:
    """What is loaded now stays for ever: keeping the collector off it takes about 15 % off a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
