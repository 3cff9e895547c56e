"""What an operator may set: arguments, then the environment, then the data folder's file."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from chassis import ServiceSettings, settings_config
from support.keys import KEY


class Settings(ServiceSettings):
    model_config = settings_config("CHASSIS_TEST_")


URLS = {
    "amqp_url": "amqp://anna:secret@broker/",
    "database_url": "sqlite+aiosqlite:///x",
    "key": KEY,
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTAIN_DATA_DIR", str(tmp_path))

    def write(**values: object) -> None:
        lines = [f"CHASSIS_TEST_{name.upper()}={value}\n" for name, value in values.items()]
        (tmp_path / "chassis_test.env").write_text("".join(lines))

    return write


def test_the_data_folders_file_is_read(written):
    written(**URLS, http_port=8199)
    assert Settings().http_port == 8199


def test_the_environment_beats_the_file(written, monkeypatch):
    written(**URLS, http_port=8199)
    monkeypatch.setenv("CHASSIS_TEST_HTTP_PORT", "8200")
    assert Settings().http_port == 8200


def test_an_argument_beats_the_environment(written, monkeypatch):
    written(**URLS)
    monkeypatch.setenv("CHASSIS_TEST_HTTP_PORT", "8200")
    assert Settings(http_port=8201).http_port == 8201


def test_what_has_no_default_is_named_and_no_value_is_shown(written):
    written(amqp_url=URLS["amqp_url"], key=KEY)
    with pytest.raises(ValidationError) as missing:
        Settings()
    assert "database_url" in str(missing.value)
    assert "secret" not in str(missing.value)


def test_variables_of_other_programs_do_no_harm(written, monkeypatch):
    written(**URLS, something_else="x")
    monkeypatch.setenv("CHASSIS_TEST_UNKNOWN", "y")
    assert Settings().prefetch == 4


@pytest.mark.parametrize("kept", [timedelta(days=89), timedelta(days=90)])
def test_applied_rows_must_outlive_the_outbox_or_a_replay_would_apply_twice(kept):
    with pytest.raises(ValidationError, match="applied_kept must be longer than sent_kept"):
        Settings(**URLS, applied_kept=kept, sent_kept=timedelta(days=90))
    assert Settings(**URLS, applied_kept=timedelta(days=91)).sent_kept == timedelta(days=90)


def test_the_key_is_not_shown():
    assert KEY not in repr(Settings(**URLS))


def test_a_service_without_a_key_or_with_half_of_one_does_not_start(written):
    written(**{name: url for name, url in URLS.items() if name != "key"})
    with pytest.raises(ValidationError, match="key"):
        Settings()
    with pytest.raises(ValidationError, match="must be a Fernet key") as half:
        Settings(key=KEY[:20])
    assert KEY[:20] not in str(half.value)
    with pytest.raises(ValidationError, match="must be a Fernet key"):
        Settings(**URLS | {"key": f"{KEY},"})
    assert Settings(**URLS | {"key": f"{KEY},{KEY}"}).key
