"""Whether a whole file may be applied after what was applied before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schools.domain.files.extract import Kind
from schools.domain.rejections import FileRejected, Reason


@dataclass(frozen=True)
class Import:
    """A file, as far as the next one is judged by it."""

    sha256: str
    kind: Kind
    authorities: tuple[str, ...]  # none: all of them
    extract_date: date
    rows: int

    def overlaps(self, other: "Import") -> bool:
        """Whether both can speak of the same schools."""
        if (self.kind == "links") != (other.kind == "links"):
            return False
        if not self.authorities or not other.authorities:
            return True
        return bool(set(self.authorities) & set(other.authorities))

    def covers(self, other: "Import") -> bool:
        """Whether everything that the other speaks of was in this one's selection too."""
        if not self.authorities:
            return True
        return bool(other.authorities) and set(other.authorities) <= set(self.authorities)


def repeated(file: Import, earlier: Sequence[Import]) -> bool:
    """Whether the same file was applied before; it then changes and announces nothing."""
    return any(other.sha256 == file.sha256 and other.covers(file) for other in earlier)


def admit(file: Import, earlier: Sequence[Import], shrink_percent: float) -> None:
    """Rejects a file older than the last one, or much smaller than the last of its kind."""
    reasons = [*_older(file, earlier), *_smaller(file, earlier, shrink_percent)]
    if reasons:
        raise FileRejected(reasons)


def previous_date(file: Import, earlier: Sequence[Import]) -> date | None:
    """The date of the newest extract before this one that speaks of the same schools."""
    return max((other.extract_date for other in earlier if file.overlaps(other)), default=None)


def _older(file: Import, earlier: Sequence[Import]) -> list[Reason]:
    newest = previous_date(file, earlier)
    if newest is None or file.extract_date >= newest:
        return []
    message = f"The file is dated {file.extract_date}. A newer one ({newest}) was applied already."
    return [Reason("older", message)]


def _smaller(file: Import, earlier: Sequence[Import], shrink_percent: float) -> list[Reason]:
    alike = [e for e in earlier if (e.kind, e.authorities) == (file.kind, file.authorities)]
    if not alike:
        return []
    last = alike[-1].rows
    if file.rows * 100 >= last * (100 - shrink_percent):
        return []
    message = (
        f"The file has {file.rows} rows. The last of its kind had {last}, and a file may have at "
        f"most {shrink_percent:g}% fewer."
    )
    return [Reason("shrunk", message)]
