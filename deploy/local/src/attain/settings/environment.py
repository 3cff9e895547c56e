"""The settings of each service, which `attain up` writes to a private file."""

from attain.settings.credentials import Credentials
from attain.settings.folder import DataFolder, write_private
from attain.settings.plan import Plan
from chassis.messaging.topology import SERVICES


def write_all(folder: DataFolder, plan: Plan, credentials: Credentials) -> None:
    """Write each service's file; the service's commands find the stack by it."""
    for service in SERVICES:
        lines = [
            f"{service.upper()}_{name}='{value}'"
            for name, value in settings(folder, plan, credentials, service).items()
        ]
        write_private(folder.environment(service), "\n".join(lines) + "\n")


def settings(
    folder: DataFolder, plan: Plan, credentials: Credentials, service: str
) -> dict[str, str | int]:
    """One service's settings."""
    common: dict[str, str | int] = {
        "DATA_DIR": str(folder.path),
        "AMQP_URL": plan.broker_url(service, credentials),
        "DATABASE_URL": plan.database_url(folder, service),
        "HTTP_PORT": plan.ports[service],
        "KEY": credentials.keys[service],
    }
    if service == "notifications":
        common |= {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": plan.ports["smtp"],
            "JOURNEYS_URL": f"{plan.http_url('reporting')}/journeys",
        }
    # What tells of schools' cases: this machine alone reaches the ports.
    if service == "reporting":
        common["CASE_PAGES"] = "true"
    if service == "schools":
        common["CASE_QUERIES"] = "true"
    return common
