"""The england-and-wales working days, from the govuk-bank-holidays package without network."""

from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from chassis.domain.working_days import Calendar


@cache
def england_and_wales() -> Calendar:
    """The calendar that the installed package knows; nothing beyond its last year is guessed."""
    known = BankHolidays(use_cached_holidays=True)
    days = [each["date"] for each in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)]
    return Calendar(frozenset(days), min(days).year, max(days).year)
