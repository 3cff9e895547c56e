"""The files for compose and Kubernetes keep to their published schemas; needs no network."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from chassis.messaging.topology import SERVICES

KUBERNETES = "1.37"
BASE = ("deployment", "service", "disruption", "network")
SELECTORS = {  # where kustomize puts the labels of a folder, beside the metadata
    "Deployment": [("selector", "matchLabels"), ("template", "metadata", "labels")],
    "Service": [("selector",)],
    "PodDisruptionBudget": [("selector", "matchLabels")],
    "NetworkPolicy": [("podSelector", "matchLabels")],
}


def loaded(path: Path) -> list[dict[str, Any]]:
    return [each for each in yaml.safe_load_all(path.read_text()) if each]


def rendered(manifest: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """As `kustomize` renders it: the labels are its selector too."""
    for way in SELECTORS[manifest["kind"]]:
        place = manifest["spec"]
        for step in way:
            place = place.setdefault(step, {})
        place.update(labels)
    return manifest


def labels_of(root: Path, service: str) -> dict[str, str]:
    [kustomization] = loaded(root / f"deploy/kubernetes/{service}/kustomization.yaml")
    [labels] = kustomization["labels"]
    assert labels["includeSelectors"]
    assert labels["includeTemplates"]
    return labels["pairs"]


def check_compose(path: Path) -> subprocess.CompletedProcess[str]:
    """By the schema of the Compose Specification, which the package brings along."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)


def test_compose_file_keeps_to_the_compose_specification(root: Path) -> None:
    checked = check_compose(root / "deploy/compose/compose.yaml")
    assert checked.returncode == 0, checked.stdout


def test_misspelt_key_of_the_compose_file_would_be_found(root: Path, tmp_path: Path) -> None:
    [compose] = loaded(root / "deploy/compose/compose.yaml")
    next(iter(compose["services"].values()))["enviroment"] = {}
    (tmp_path / "compose.json").write_text(json.dumps(compose, default=str))
    assert check_compose(tmp_path / "compose.json").returncode == 1


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("name", BASE)
def test_manifest_keeps_to_the_schema_of_kubernetes(root: Path, name: str, service: str) -> None:
    for manifest in loaded(root / f"deploy/kubernetes/base/{name}.yaml"):
        given = rendered(manifest, labels_of(root, service))
        kubernetes_validate.validate(given, KUBERNETES, strict=True)


def test_namespace_keeps_to_the_schema_of_kubernetes(root: Path) -> None:
    [namespace] = loaded(root / "deploy/kubernetes/namespace.yaml")
    kubernetes_validate.validate(namespace, KUBERNETES, strict=True)


def test_misspelt_field_of_a_manifest_would_be_found(root: Path) -> None:
    [manifest] = loaded(root / "deploy/kubernetes/base/deployment.yaml")
    given = rendered(manifest, labels_of(root, "schools"))
    given["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(given, KUBERNETES, strict=True)


def test_no_manifest_is_left_out(root: Path) -> None:
    [kustomization] = loaded(root / "deploy/kubernetes/base/kustomization.yaml")
    assert kustomization["resources"] == [f"{name}.yaml" for name in BASE]
