"""Reads a strategy's file: TOML, in which each error names its field."""

import tomllib
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from schools.domain.rejections import FileRejected, Reason, reject
from schools.domain.strategy import StrategyContent

CODE = r"^[A-Za-z0-9][A-Za-z0-9/_.-]*$"
WORDS = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PERSON = r"^[a-z0-9][a-z0-9-]{1,63}$"
LINE = r"^[^\x00-\x1f\x7f]*$"
AUTHORITY = r"^[0-9]{3}$"
Code = Annotated[str, Field(max_length=32, pattern=CODE)]
Words = Annotated[str, Field(max_length=60, pattern=WORDS)]
Person = Annotated[str, Field(pattern=PERSON)]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
DATE, LIST = "must be a date such as 2027-08-31, without quotes", "must be a list"
_SENTENCES = {
    CODE: "must be a code of letters, digits and the signs / _ . -",
    WORDS: "must be small letters and digits, in words joined by hyphens",
    PERSON: "must be the directory's id of a person or a team, such as p-1001",
    LINE: "must be one line of text, without control characters",
    AUTHORITY: "must be an authority's code of three digits, in quotes",
    "missing": "is missing: add it",
    "extra_forbidden": "is not known: check its spelling",
    "string_type": "must be a text in quotes",
    "float_type": "must be a number, without quotes",
    "date_type": DATE,
    "list_type": LIST,
    "model_type": "must be a table",
}
_CONTENT = TypeAdapter(StrategyContent)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Measure(_Table):
    code: Words
    title: Title
    target: float
    by: date
    baseline: float | None = None
    results_code: Words | None = None


class _Action(_Table):
    title: Title
    by: date
    owner: Person | None = None


class _Priority(_Table):
    code: Code
    title: Title
    owner: Person
    themes: list[Words] = []
    actions: list[_Action] = []
    measures: list[_Measure] = []


class _File(_Table):
    authority: Annotated[str, Field(pattern=AUTHORITY)]
    version: Code
    title: Title
    priorities: Annotated[list[_Priority], Field(min_length=1)]


def read_strategy(content: bytes) -> StrategyContent:
    """The strategy that the file holds; raises FileRejected with every field that is wrong."""
    try:
        given = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise reject("unreadable", f"The file is not readable TOML text: {error}.") from None
    try:
        return _CONTENT.validate_python(_File.model_validate(given).model_dump())
    except ValidationError as error:
        raise FileRejected(_reason(each) for each in error.errors(include_input=False)) from None


def _reason(error: Any) -> Reason:
    pattern = error.get("ctx", {}).get("pattern", "")
    known = _SENTENCES.get(pattern or error["type"])
    return Reason("field", f"The field {_place(error['loc'])} {known or _own_words(error)}.")


def _own_words(error: Any) -> str:
    return f"is wrong: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _place(path: tuple[str | int, ...]) -> str:
    """Such as priorities[2].measures[1].target, counted from 1."""
    return "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
