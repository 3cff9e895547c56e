"""The warning notice as an aggregate: it alone changes its state, its clocks and its window."""

from schools.domain.notice.commands import Copy, NoticeConcluded, NoticeIssued, PowersNotice
from schools.domain.notice.notice import Notice
from schools.domain.notice.surroundings import Surroundings

__all__ = [
    "Copy",
    "Notice",
    "NoticeConcluded",
    "NoticeIssued",
    "PowersNotice",
    "Surroundings",
]
