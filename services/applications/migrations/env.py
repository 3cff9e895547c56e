"""Alembic's entry: the chassis gives it the connection and the tables."""

from chassis.migrating import run_in_alembic

run_in_alembic()
