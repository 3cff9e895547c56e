#!/bin/sh
# Runs once, when PostgreSQL initialises: a role and a database for each service, and no more.
set -eu
for service in schools applications notifications reporting; do
    variable=$(printf '%s_DATABASE_PASSWORD' "$service" | tr '[:lower:]' '[:upper:]')
    eval "password=\$$variable"
    psql -v ON_ERROR_STOP=1 -v role="$service" -v secret="$password" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'secret';
CREATE DATABASE :"role" OWNER :"role";
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
done
