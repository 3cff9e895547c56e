"""What of a stack runs, where it answers, and whether all of it is ready."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attain.settings import credentials, plan
from attain.settings.folder import DataFolder, read_json
from attain.stack.health import SILENT, wrong
from attain.stack.stack_lock import is_locked
from chassis.messaging.topology import OPERATOR, SERVICES

PUBLISHERS = ("forms", "casework", "finance", "inspections", "directory")


def status(folder: DataFolder) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The document that `attain status --json` prints, and what each service says is wrong."""
    stack = plan.existing(folder)
    known = credentials.load_or_make(folder)
    found = wrong_with(stack) if is_locked(folder) else dict.fromkeys(SERVICES, SILENT)
    document = {
        "ready": not any(found.values()),
        "data_dir": str(folder.path),
        "amqp": {
            "admin": stack.broker_url(OPERATOR, known),
            "publishers": {name: stack.broker_url(name, known) for name in PUBLISHERS},
        },
        "http": {service: stack.http_url(service) for service in SERVICES},
        "mail": {"smtp": f"127.0.0.1:{stack.ports['smtp']}", "maildir": str(folder.maildir)},
        "pids": read_json(folder.running).get("pids", {}) if is_locked(folder) else {},
    }
    return document, found


def wrong_with(stack: plan.Plan) -> dict[str, list[str]]:
    """What each service says is wrong, asked all at once; empty where it is ready."""
    urls = [f"{stack.http_url(service)}/health/ready" for service in SERVICES]
    with ThreadPoolExecutor() as pool:
        return dict(zip(SERVICES, pool.map(wrong, urls), strict=True))
