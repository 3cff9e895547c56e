"""Alembic's entry: the chassis gives it the connection and the tables."""

from chassis.storage import run_in_alembic

run_in_alembic()
