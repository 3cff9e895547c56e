"""Alerts and dashboard speak of metrics that the services really have."""

import json
import re
from pathlib import Path

import pytest

from chassis.messaging.topology import SERVICES
from chassis.operations.metrics import BacklogMetrics
from chassis.storage.database import Store
from chassis.telemetry.metrics import Metrics


@pytest.fixture(scope="module")
def exposed() -> set[str]:
    metrics = Metrics("schools")
    BacklogMetrics(metrics.registry, Store("sqlite+aiosqlite:///unopened.db"))
    return {
        line.split()[2] + suffix
        for line in metrics.exposed().decode().splitlines()
        if line.startswith("# TYPE ")
        for suffix in (["_bucket", "_sum", "_count"] if line.endswith("histogram") else [""])
    }


def test_every_alert_is_about_a_metric_that_exists(root: Path, exposed: set[str]) -> None:
    alerts = (root / "deploy/observability/alerts.yaml").read_text()
    spoken_of = set(re.findall(r"attain_\w+", alerts))
    assert spoken_of
    assert spoken_of <= exposed


def test_every_panel_shows_a_metric_that_exists(root: Path, exposed: set[str]) -> None:
    dashboard = json.loads((root / "deploy/observability/dashboard.json").read_text())
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert set(re.findall(r"attain_\w+", " ".join(shown))) <= exposed


def test_every_alert_says_what_to_do(root: Path) -> None:
    alerts = (root / "deploy/observability/alerts.yaml").read_text()
    assert alerts.count("- alert:") == alerts.count("action:") == alerts.count("severity:")


def test_service_that_is_down_raises_a_critical_alert(root: Path) -> None:
    alerts = (root / "deploy/observability/alerts.yaml").read_text()
    down = alerts.partition("- alert: ServiceDown")[2].partition("- alert:")[0]
    assert 'up{job="attain"} == 0' in down
    assert set(re.findall(r'absent\(up\{job="attain", service="(\w+)"\}\)', down)) == set(SERVICES)
    assert "severity: critical" in down
