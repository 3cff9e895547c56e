"""`attain publisher`: adds and removes publishing systems, and gives one a new password.

Each change is kept in the credentials and in the definitions that the broker loads at its start,
and made on the running broker.
"""

from collections.abc import Callable
from dataclasses import replace

from attain.rabbitmq.control import Control
from attain.rabbitmq.publishers import (
    PublisherError,
    broker_definitions,
    check_known,
    check_new,
)
from attain.settings import credentials, plan
from attain.settings.credentials import Credentials, new_password
from attain.settings.folder import DataFolder, write_json
from attain.stack.stack_lock import is_locked


def rotate(folder: DataFolder, name: str) -> None:
    """A new password; connections that were made with the old one are closed."""

    def change(known: Credentials) -> Credentials:
        check_known(name, known.passwords)
        return replace(known, passwords={**known.passwords, name: new_password()})

    def apply(control: Control) -> None:
        control.import_definitions(folder.definitions)
        control.close_connections(name, "its password was changed")

    _change(folder, change, apply)


def add(folder: DataFolder, name: str) -> None:
    """A publisher that may publish the events of its own context and read its own rejections."""

    def change(known: Credentials) -> Credentials:
        check_new(name, known.passwords)
        removed = [other for other in known.removed if other != name]
        passwords = {**known.passwords, name: new_password()}
        return replace(known, passwords=passwords, removed=removed)

    _change(folder, change, lambda control: control.import_definitions(folder.definitions))


def remove(folder: DataFolder, name: str) -> None:
    """Its user is deleted and its connections are closed; its queue of rejections stays."""

    def change(known: Credentials) -> Credentials:
        check_known(name, known.passwords)
        passwords = {user: word for user, word in known.passwords.items() if user != name}
        return replace(known, passwords=passwords, removed=[*known.removed, name])

    _change(folder, change, lambda control: control.delete_user(name))


def _change(
    folder: DataFolder,
    change: Callable[[Credentials], Credentials],
    apply: Callable[[Control], None],
) -> None:
    """Raises NoStackError, PublisherError, ControlError.

    The files come first: what RabbitMQ refused is made at its next start.
    """
    planned = plan.existing(folder)
    if planned.amqp_url:
        raise PublisherError(
            "This stack uses the broker that ATTAIN_AMQP_URL names. Change its users there."
        )
    changed = change(credentials.load_or_make(folder))
    credentials.save(folder, changed)
    write_json(folder.definitions, broker_definitions(changed.passwords))
    if is_locked(folder):
        apply(Control(folder.rabbitmq, planned.node_ports))
