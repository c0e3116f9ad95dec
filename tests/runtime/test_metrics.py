"""What is counted, and that no count tells one party from another."""

from deconflict.runtime.metrics import ALERTS_SENT, REGISTRY, REQUESTS, exposition

HARMLESS = {"method", "route", "status", "outcome", "code", "le", "major", "minor", "patchlevel", "version"}
HARMLESS |= {"implementation", "system", "machine", "processor", "release"}
HARMLESS |= {"gateway"}  # a protocol: owntracks, osmand, import


def test_metrics_are_in_prometheus_text_format() -> None:
    REQUESTS.labels("GET", "/v1/patrols", "200").inc()
    ALERTS_SENT.inc()
    body, media_type = exposition()
    assert media_type.startswith("text/plain")
    assert b'deconflict_http_requests_total{method="GET",route="/v1/patrols",status="200"}' in body
    assert b"process_resident_memory_bytes" in body


def test_no_label_tells_a_party_a_unit_or_a_person() -> None:
    labels = {name for metric in REGISTRY.collect() for sample in metric.samples for name in sample.labels}
    assert labels <= HARMLESS
