"""docs/architecture.md names every folder of the services, and no folder that is gone."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def folders() -> set[str]:
    sources = [*ROOT.glob("services/*/src")]
    return {
        str(module.parent.relative_to(source))
        for source in sources
        for module in source.glob("*/**/__init__.py")
        if module.parent.parent != source
    }


def test_every_folder_of_the_code_has_a_row_on_the_page() -> None:
    rows = set(re.findall(r"^\| `([a-z_]+/[a-z_/]+)` \|", PAGE, flags=re.MULTILINE))
    assert rows == folders()


def test_every_file_on_the_page_exists() -> None:
    files = re.findall(r"`((?:chassis|notifications|reporting)/[a-z_/]+\.py)`", PAGE)
    assert files
    for file in files:
        service = file.split("/")[0]
        assert (ROOT / "services" / service / "src" / file).exists(), file
