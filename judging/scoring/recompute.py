"""Recompute yourself: an event's marks without names, and a program that ranks them again.

``export`` makes the document, ``program`` the file that reads it. Anyone runs

    python ranking.pyz marks.json FINGERPRINT

with Python, numpy and scipy, and nothing of this project; ``python -m judging.scoring.recompute``
does the same from here. FINGERPRINT is the one that the reader holds: from the page, the minutes or
the announcement. The exit code is 0 when it is the one of these marks, and the ranking comes out as
the document says.
"""

import io
import json
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import numpy.typing as npt

from judging.scoring.fingerprint import METHOD, fingerprint, plain
from judging.scoring.ladder import Step
from judging.scoring.standings import CALIBRATED, Standings, standings

FORMAT = "ranking/2"
MAIN = "import sys\nfrom judging.scoring.recompute import main\nsys.exit(main(sys.argv[1:]))\n"
SENTENCES = {
    "usable": "calibration may be used",
    "not_reviewed": "only the plain mean: not every entry has a review",
    "too_few_reviews": "only the plain mean: too few reviews to tell judges apart",
    "too_few_judges": "only the plain mean: too few judges to compare",
    "all_equal": "only the plain mean: all marks are equal, there is nothing to calibrate",
    "judges_constant": "only the plain mean: each judge gave the same marks to everything they saw",
    "not_connected": "only the plain mean: groups of entries share no judge",
    "not_converged": "only the plain mean: the calculation did not settle",
}


def export(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    lowest: float,
    highest: float,
    entry_count: int,
    judge_count: int,
    challenges: npt.ArrayLike | None = None,
    official: str = CALIBRATED,
    ladder: Sequence[Step] = (),
    seed: int = 0,
    rule_sheet: str = "",
    numbering: str = "",
) -> dict[str, Any]:
    """The document: inputs, the ranking's and their fingerprints. Numbers stand for everyone.

    Arguments as for ``inputs_of``.
    """
    inputs = inputs_of(
        entries,
        judges,
        marks,
        weights,
        lowest=lowest,
        highest=highest,
        entry_count=entry_count,
        judge_count=judge_count,
        challenges=challenges,
        official=official,
        ladder=ladder,
        seed=seed,
        rule_sheet=rule_sheet,
        numbering=numbering,
    )
    return document_of(inputs, ranking_fingerprint(rank(inputs)))


def document_of(inputs: Mapping[str, Any], ranking: str) -> dict[str, Any]:
    """The same from inputs whose ranking, and its fingerprint, are known already."""
    return {"inputs": inputs, "fingerprints": {"inputs": fingerprint(inputs), "ranking": ranking}}


def inputs_of(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    lowest: float,
    highest: float,
    entry_count: int,
    judge_count: int,
    challenges: npt.ArrayLike | None = None,
    official: str = CALIBRATED,
    ladder: Sequence[Step] = (),
    seed: int = 0,
    rule_sheet: str = "",
    numbering: str = "",
) -> dict[str, Any]:
    """Everything that a ranking is computed from, and by: its fingerprint names the ranking.

    ``entries`` and ``judges`` (n,), ``marks`` (n, C), ``weights`` (C,), ``challenges`` (P,);
    ``rule_sheet`` is the SHA-256 of the published rules, ``numbering`` one of whom the numbers
    stand for: marks that are alike, of other projects or judges, are others. No names.
    """
    if challenges is None:
        challenges = np.zeros(entry_count, int)
    return plain(
        {
            "format": FORMAT,
            "method": METHOD,
            "rule_sheet": rule_sheet,
            "numbering": numbering,
            "lowest": lowest,
            "highest": highest,
            "official": official,
            "entries": np.asarray(entries),
            "judges": np.asarray(judges),
            "seed": seed,
            "marks": np.asarray(marks, float),
            "weights": np.asarray(weights, float),
            "entry_count": entry_count,
            "judge_count": judge_count,
            "challenges": np.asarray(challenges),
            "ladder": [asdict(step) for step in ladder],
        }
    )


def fingerprints(inputs: Mapping[str, Any], found: Standings) -> dict[str, str]:
    return {"inputs": fingerprint(inputs), "ranking": ranking_fingerprint(found)}


def rank(inputs: Mapping[str, Any]) -> Standings:
    """The standings from a document's inputs."""
    if inputs["format"] != FORMAT:
        raise ValueError(f"this program reads {FORMAT}, not {inputs['format']}")
    if inputs["method"] != METHOD:
        raise ValueError(f"this program is version {METHOD} of the method, not {inputs['method']}")
    marks = np.array(inputs["marks"], dtype=float).reshape(-1, len(inputs["weights"]))
    return standings(
        np.array(inputs["entries"], dtype=int),
        np.array(inputs["judges"], dtype=int),
        marks,
        inputs["weights"],
        lowest=inputs["lowest"],
        highest=inputs["highest"],
        seed=inputs["seed"],
        challenges=np.array(inputs["challenges"], dtype=int),
        entry_count=inputs["entry_count"],
        judge_count=inputs["judge_count"],
        official=inputs["official"],
        ladder=[Step(**step) for step in inputs["ladder"]],
    )


def ranking_fingerprint(found: Standings) -> str:
    """Of every line to the last digit, and of each challenge's verdict."""
    codes = {str(challenge): verdict.code for challenge, verdict in found.verdicts.items()}
    return fingerprint({"lines": [asdict(line) for line in found.lines], "verdicts": codes})


def program() -> bytes:
    """The stand-alone program: this package in one file that Python runs."""
    here = Path(__file__).parent
    files = {f"judging/scoring/{path.name}": path.read_bytes() for path in here.glob("*.py")}
    files |= {"judging/__init__.py": b"", "__main__.py": MAIN.encode()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return packed.getvalue()


def main(arguments: Sequence[str], out: TextIO = sys.stdout) -> int:
    if len(arguments) not in (1, 2):
        out.write("Usage: python ranking.pyz MARKS.json [FINGERPRINT]\n")
        return 2
    document = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    held = arguments[1].strip().lower() if len(arguments) == 2 else ""
    found = rank(document["inputs"])
    for challenge, verdict in found.verdicts.items():
        out.write(f"\nChallenge {challenge}: {SENTENCES[verdict.code]}\n")
        out.write("  rank  entry   plain  calibrated  90 % of ranks  best with\n")
        for line in found.of(challenge):
            out.write(row(line) + "\n")
    prints = fingerprints(document["inputs"], found)
    same_ranking = prints["ranking"] == document["fingerprints"]["ranking"]
    out.write(f"\nThe ranking comes out {'as' if same_ranking else 'NOT as'} this file says.\n")
    out.write(f"Fingerprint of these marks, rules and method:\n{prints['inputs']}\n")
    if held:
        is_same = prints["inputs"] == held
        out.write(f"It is {'the same as' if is_same else 'NOT'} the one that you gave.\n")
    else:
        out.write("Compare it with the one that you were given on paper or on the page.\n")
    return 0 if same_ranking and held in ("", prints["inputs"]) else 1


def row(line: Any) -> str:
    cells = [
        f"{'-' if line.rank is None else line.rank:>6}",
        f"{line.entry:>5}",
        f"{'-' if line.plain is None else f'{line.plain:.2f}':>6}",
    ]
    if line.calibrated is not None:
        cells += [
            f"{line.calibrated:>10.2f}",
            f"{f'{line.low} to {line.high}':>13}",
            f"{line.best:>9.0%}",
        ]
    return "  ".join(cells)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
