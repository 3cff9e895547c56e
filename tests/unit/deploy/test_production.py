"""Production: no default passwords, nobody is root, secrets are made and private."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chassis.messaging.topology import SERVICES, USERS


def make_secrets(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "deploy/compose/make-secrets"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    assert make_secrets(root, folder).returncode == 0
    return folder


def test_every_user_of_the_broker_gets_a_password_of_its_own(made: Path) -> None:
    definitions = json.loads((made / "definitions.json").read_text())
    hashes = {user["name"]: user["password_hash"] for user in definitions["users"]}
    assert set(hashes) == set(USERS)
    assert len(set(hashes.values())) == len(USERS)
    assert "" not in hashes.values()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_with_the_settings_made_for_it(
    made: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in (made / f"{service}.env").read_text().splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    settings = __import__(f"{service}.main", fromlist=["Settings"]).Settings()
    assert settings.database_url.endswith(f"@postgres/{service}")
    assert settings.http_port == 8080


def test_the_folder_is_closed_and_secrets_are_never_replaced(root: Path, made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    again = make_secrets(root, made)
    assert again.returncode != 0
    assert "exists already" in again.stderr


def test_nobody_is_root_in_a_container(root: Path) -> None:
    dockerfile = (root / "deploy/Dockerfile").read_text()
    assert "\nUSER 10001\n" in dockerfile
    deployment = (root / "deploy/kubernetes/base/deployment.yaml").read_text()
    for said in ("runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]"):
        assert said in deployment


def test_no_password_is_committed(root: Path) -> None:
    for path in (root / "deploy").rglob("*"):
        if path.is_file() and path.suffix in {".yaml", ".conf", ".json"}:
            assert "guest" not in path.read_text()


def test_every_image_has_an_exact_version(root: Path) -> None:
    compose = (root / "deploy/compose/compose.yaml").read_text()
    dockerfile = (root / "deploy/Dockerfile").read_text()
    images = re.findall(r"^ +image: (\S+)", compose, re.MULTILINE)
    tags = [image.partition(":")[2] for image in images] + re.findall(r"PYTHON=(\S+)", dockerfile)
    assert len(tags) == 3
    for tag in tags:
        assert re.match(r"\d+\.\d+(\.\d+)?-", tag), tag
    assert not re.search(r"^FROM (?!python:\$\{PYTHON\})", dockerfile, re.MULTILINE)
