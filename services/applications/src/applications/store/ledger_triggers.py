"""The database's own part of the ledger: rows are never edited, and every row is added up.

A row that names no round, category or application with a balance is refused, so is one that takes
a balance below nothing or beyond its limit (the constraints of `balance`).
"""

_SQLITE_BOOKS = """
CREATE TRIGGER ledger_books AFTER INSERT ON ledger
BEGIN
    UPDATE balance SET
        earmarked_pence = earmarked_pence
            + NEW.pence * ((NEW.target IS 'earmarked') - (NEW.source IS 'earmarked')),
        reserved_pence = reserved_pence
            + NEW.pence * ((NEW.target IS 'reserved') - (NEW.source IS 'reserved')),
        committed_pence = committed_pence
            + NEW.pence * ((NEW.target IS 'committed') - (NEW.source IS 'committed')),
        paid_pence = paid_pence
            + NEW.pence * ((NEW.target IS 'paid') - (NEW.source IS 'paid')),
        recovered_pence = recovered_pence
            + NEW.pence * ((NEW.target IS 'recovered') - (NEW.source IS 'recovered'))
    WHERE (scope = 'round' AND code = NEW.round)
        OR (scope = 'category' AND code = NEW.round || '/' || NEW.category)
        OR (scope = 'application' AND code = NEW.application);
    SELECT RAISE(ABORT, 'a round, a category or an application without a balance')
    WHERE changes() <> 3;
END
"""

_SQLITE_UPDATE = """
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'a row of the ledger is never edited');
END
"""

_SQLITE_DELETE = """
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'a row of the ledger is never edited');
END
"""

_POSTGRESQL_BOOK = """
CREATE OR REPLACE FUNCTION ledger_books() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed integer;
BEGIN
    -- The round's row first: two transactions of one round wait for each other here alone.
    PERFORM 1 FROM balance WHERE scope = 'round' AND code = NEW.round FOR UPDATE;
    UPDATE balance SET
        earmarked_pence = earmarked_pence + NEW.pence
            * (coalesce(NEW.target = 'earmarked', false)::int
                - coalesce(NEW.source = 'earmarked', false)::int),
        reserved_pence = reserved_pence + NEW.pence
            * (coalesce(NEW.target = 'reserved', false)::int
                - coalesce(NEW.source = 'reserved', false)::int),
        committed_pence = committed_pence + NEW.pence
            * (coalesce(NEW.target = 'committed', false)::int
                - coalesce(NEW.source = 'committed', false)::int),
        paid_pence = paid_pence + NEW.pence
            * (coalesce(NEW.target = 'paid', false)::int
                - coalesce(NEW.source = 'paid', false)::int),
        recovered_pence = recovered_pence + NEW.pence
            * (coalesce(NEW.target = 'recovered', false)::int
                - coalesce(NEW.source = 'recovered', false)::int)
    WHERE (scope = 'round' AND code = NEW.round)
        OR (scope = 'category' AND code = NEW.round || '/' || NEW.category)
        OR (scope = 'application' AND code = NEW.application);
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed <> 3 THEN
        RAISE EXCEPTION 'a round, a category or an application without a balance';
    END IF;
    RETURN NULL;
END
$$
"""

_POSTGRESQL_BOOKS = """
CREATE TRIGGER ledger_books AFTER INSERT ON ledger
FOR EACH ROW EXECUTE FUNCTION ledger_books()
"""

_POSTGRESQL_KEEP = """
CREATE OR REPLACE FUNCTION ledger_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of the ledger is never edited';
END
$$
"""

_POSTGRESQL_KEEPS = """
CREATE TRIGGER ledger_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
"""

SQLITE = (_SQLITE_BOOKS, _SQLITE_UPDATE, _SQLITE_DELETE)
POSTGRESQL = (_POSTGRESQL_BOOK, _POSTGRESQL_BOOKS, _POSTGRESQL_KEEP, _POSTGRESQL_KEEPS)
