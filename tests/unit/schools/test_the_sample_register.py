"""The register that the project ships is made up, and what the demonstration needs."""

from attain.sample.register import FOLDER, files
from schools.domain import codes
from schools.domain.files.extract import extract_of
from schools.domain.files.links import read_links
from schools.domain.files.table import read_table

NAMES = ("register-2025.csv", "register-2026.csv", "links.csv")


def test_the_files_are_what_the_generator_writes():
    assert {name: (FOLDER / name).read_bytes() for name in NAMES} == files()


def test_the_first_holds_the_sorts_of_schools_that_a_register_holds():
    read = extract_of(read_table(files()["register-2025.csv"]), "register-2025.csv", ())
    states = [read.read(urn) for urn in read.rows]
    assert len(states) == 40
    assert {state["la_code"] for state in states} == {"805", "806"}
    assert {state["status_code"] for state in states} == set(codes.STATUSES)
    assert {"1", "2", "4", "7"} <= {state["phase_code"] for state in states}
    assert any("é" in state["name"] for state in states)
    ours = [state for state in states if state["la_code"] == "806" and state["status_code"] == "1"]
    assert sum(state["phase_code"] in {"2", "4"} for state in ours) >= 25


def test_the_second_is_in_the_other_layout_and_the_links_can_be_read():
    read = extract_of(read_table(files()["register-2026.csv"]), "register-2026.csv", ())
    assert read.kind == "state-funded"
    assert "EstablishmentStatus (code)" not in read.layout.columns
    assert len(read_links(read_table(files()["links.csv"]))) == 6
