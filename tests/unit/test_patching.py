"""No code changes a module or a class of another package; `amqp_compat.py` is the one exception."""

from pathlib import Path

import pytest

from support.patching import patches

COMPAT = Path("services/chassis/src/chassis/messaging/amqp_compat.py")


def test_no_source_assigns_into_what_it_imports(root: Path) -> None:
    files = [file for folder in ("services", "deploy") for file in (root / folder).rglob("*.py")]
    assert root / COMPAT in files
    found = {
        f"{file.relative_to(root)}:{place}"
        for file in files
        for place in patches(file.read_text("utf-8"))
        if "os.environ[" not in place  # it is made to be written to
    }
    assert {place.partition(":")[0] for place in found} == {str(COMPAT)}, found


@pytest.mark.parametrize(
    "code",
    [
        "import asyncio\nasyncio.sleep = None",
        "import aio_pika.channel\naio_pika.channel.Channel.close = None",
        "from aio_pika import Channel\nChannel.close, other = None, 1",
        "from aio_pika import Channel as Other\nOther.retries += 1",
        "from aio_pika import Channel\ndel Channel.close",
        "from pamqp import decode\ndecode.METHODS['table'] = None",
        "from aio_pika import Channel\nsetattr(Channel, 'close', None)",
        "from aio_pika import Channel\ntype.__setattr__(Channel, 'close', None)",
        "import aio_pika\nvars(aio_pika)['Channel'] = None",
        "import aio_pika\naio_pika.__dict__.update(Channel=None)",
        "import aio_pika\ndef later():\n    aio_pika.Channel = None",
        "def later():\n    import aio_pika\n    aio_pika.Channel = None",
        "import aio_pika\nkind = aio_pika.Channel\nkind.close = None",
        "def later(channel):\n    type(channel).close = None",
        "import aio_pika\nfor aio_pika.Channel in []: pass",
    ],
)
def test_a_change_of_an_import_is_found(code: str) -> None:
    assert len(patches(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "from aio_pika import Channel\nchannel = Channel()\nchannel.name = 'one'",
        "from sqlalchemy import event\ndef handle(event):\n    event.name = 'one'",
        "from sqlalchemy import event\ndef handle():\n    event = Event()\n    event.name = 'one'",
        "class Own:\n    def __init__(self):\n        self.name = 'one'",
        "import asyncio\nsleep = asyncio.sleep\nasyncio.sleep(1)",
        "rows = {}\nrows['one'] = 1\nsetattr(rows, 'name', 1)",
    ],
)
def test_a_change_of_a_value_is_not_found(code: str) -> None:
    assert patches(code) == []
