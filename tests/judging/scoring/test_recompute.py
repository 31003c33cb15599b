import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from judging.scoring import verdict
from judging.scoring.ladder import Step
from judging.scoring.recompute import (
    SENTENCES,
    document_of,
    export,
    main,
    program,
    rank,
    ranking_fingerprint,
)
from tests.judging.scoring.juries import WEIGHTS, jury

LADDER = (Step("criterion", 0), Step("head_to_head"))


@pytest.fixture
def document():
    marks = jury()[:3]
    marks[2][4, 1] = float("nan")
    return export(
        *marks,
        WEIGHTS,
        lowest=1,
        highest=10,
        entry_count=12,
        judge_count=5,
        challenges=[0, 1] * 6,
        ladder=LADDER,
    )


def write(folder, document):
    path = folder / "marks.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_the_program_ranks_again_without_this_project(tmp_path, document):
    """In a folder of its own, with a Python that is told to find nothing but its packages."""
    (tmp_path / "ranking.pyz").write_bytes(program())
    write(tmp_path, document)
    run = [sys.executable, "-I", "ranking.pyz", "marks.json"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "The ranking comes out as this file says." in done.stdout
    assert document["fingerprints"]["inputs"] in done.stdout


def test_the_program_needs_nothing_of_django():
    code = (
        "import sys, judging.scoring.recompute, judging.scoring.waves, judging.scoring.examine\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'hackathon')])"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_mark_changed_after_publication_is_found_out(tmp_path, document):
    document["inputs"]["marks"][0][0] = 11 - document["inputs"]["marks"][0][0]
    out = io.StringIO()

    assert main([write(tmp_path, document)], out) == 1
    assert "The ranking comes out NOT as this file says." in out.getvalue()


def test_the_fingerprint_that_the_reader_holds_is_what_counts(tmp_path, document):
    """Whoever changes marks and writes everything anew into the file has another fingerprint."""
    held = document["fingerprints"]["inputs"]
    out = io.StringIO()
    assert main([write(tmp_path, document), held], out) == 0
    assert "It is the same as the one that you gave." in out.getvalue()
    document["inputs"]["marks"][0][0] = 11 - document["inputs"]["marks"][0][0]
    forged = document_of(document["inputs"], ranking_fingerprint(rank(document["inputs"])))

    assert main([write(tmp_path, forged)], out) == 0
    assert main([write(tmp_path, forged), held], out) == 1
    assert "It is NOT the one that you gave." in out.getvalue()


def test_a_refusal_is_worded_and_a_missing_file_name_explained(tmp_path):
    document = export(
        [0, 1], [0, 0], [[1], [2]], [1], lowest=1, highest=5, entry_count=3, judge_count=1
    )
    out = io.StringIO()

    assert main([write(tmp_path, document)], out) == 0
    assert "not every entry has a review" in out.getvalue()
    assert main([], out) == 2


def test_the_program_is_the_same_bytes_each_time():
    assert program() == program()


def test_a_document_of_another_kind_is_refused(tmp_path, document):
    document["inputs"]["format"] = "ranking/1"

    with pytest.raises(ValueError, match="ranking/2"):
        main([write(tmp_path, document)])


def test_a_document_of_another_version_of_the_method_is_refused(tmp_path, document):
    document["inputs"]["method"] += 1

    with pytest.raises(ValueError, match="version"):
        main([write(tmp_path, document)])


def test_every_verdict_has_its_sentence():
    codes = {value for name, value in vars(verdict).items() if name.isupper() and name[0] != "L"}

    assert codes == set(SENTENCES)
