"""Requests answered by this server, counted over its processes in the format of Prometheus.

Gunicorn and its workers share the folder `PROMETHEUS_MULTIPROC_DIR`, which
`additionality.serving` makes. Where it is not set, each process counts for itself.
"""

from prometheus_client import Counter, Histogram

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "additionality_requests",
    "Requests answered, by view, method and status.",
    ["view", "method", "status"],
    registry=None,
)
SECONDS = Histogram(
    "additionality_request_seconds",
    "Seconds from the request to the answer, by view.",
    ["view"],
    registry=None,
    buckets=BUCKETS,
)


def count(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(view, method, str(status)).inc()
    SECONDS.labels(view).observe(seconds)
