"""`lotusbloem cluster`: a CSV file in, a CSV file out, no installation needed."""

from __future__ import annotations

import csv

TEXTS = [
    "De koffie is gratis en altijd vers",
    "Er is elke dag gratis koffie en thee",
    "Koffie drinken brengt mensen samen",
    "Een vaste fiets voor elke leerling",
    "Leerlingen krijgen een fiets te leen",
    "Samen fietsen naar de school",
]


def test_every_row_gets_a_cluster_and_no_data_folder_is_made(lotusbloem, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "uit.csv"
    lines = [f"r{place};{text}" for place, text in enumerate(TEXTS)]
    source.write_text("code;zin\n" + "\n".join(lines) + "\n", encoding="utf-8")
    words = ("--text-column", "zin", "--id-column", "code", "--k", 2, "--seed", 3, "--out", out)
    said = lotusbloem("cluster", source, *words)
    assert (said.code, said.out) == (0, "")
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["id"] for row in rows] == [f"r{place}" for place in range(6)]
    assert len({row["cluster"] for row in rows}) == 2 and all(row["label"] for row in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "uit.csv"]


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(lotusbloem, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("zin\nKoffie\n", encoding="utf-8")
    said = lotusbloem("cluster", source, "--out", tmp_path / "uit.csv")
    assert said.code == 1 and "has no column 'text'" in said.err
    assert lotusbloem("cluster", tmp_path / "geen.csv", "--out", tmp_path / "uit.csv").code == 1
    assert lotusbloem("cluster", source).code == 2
    assert not (tmp_path / "uit.csv").exists()


def test_names_are_left_out_when_that_is_asked(lotusbloem, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text\n" + "\n".join(f"{text} in Gent" for text in TEXTS) + "\n", encoding="utf-8")
    labels = {}
    for name, words in (("met", ()), ("zonder", ("--ignore-names",))):
        out = tmp_path / f"{name}.csv"
        assert lotusbloem("cluster", source, "--k", 1, "--out", out, *words).code == 0
        labels[name] = {row["label"] for row in csv.DictReader(out.open(encoding="utf-8"))}
    assert "gent" in " ".join(labels["met"])
    assert "gent" not in " ".join(labels["zonder"])


def test_themes_known_beforehand_and_progress_can_be_asked_for(lotusbloem, tmp_path):
    source, known, out = tmp_path / "in.csv", tmp_path / "thema's.txt", tmp_path / "uit.csv"
    source.write_text("text\n" + "\n".join(TEXTS) + "\n", encoding="utf-8")
    known.write_text("Koffie | Samen koffie drinken\n\nFietsen\n", encoding="utf-8")
    said = lotusbloem("cluster", source, "--known", known, "--progress", "--seed", 1, "--out", out)
    assert said.code == 0
    assert "comparing" in said.err and "100% done" in said.err
    assert len(list(csv.DictReader(out.open(encoding="utf-8")))) == len(TEXTS)
    missing = lotusbloem("cluster", source, "--known", tmp_path / "geen.txt", "--out", tmp_path / "niet.csv")
    assert missing.code == 1 and "cannot be read" in missing.err
    assert not (tmp_path / "niet.csv").exists()


def test_help_tells_every_flag_and_the_exit_codes(lotusbloem):
    said = lotusbloem("cluster", "--help")
    flags = (
        "--text-column",
        "--id-column",
        "--k",
        "--seed",
        "--ignore-names",
        "--known",
        "--progress",
        "--out",
    )
    assert said.code == 0 and all(flag in said.out for flag in flags)
    assert "Exit codes: 0" in said.out


def test_a_number_of_clusters_that_is_none_is_refused(lotusbloem, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "uit.csv"
    source.write_text("text\n" + "\n".join(TEXTS) + "\n", encoding="utf-8")
    said = lotusbloem("cluster", source, "--k", 0, "--out", out)
    assert said.code == 1 and "1 or more" in said.err
    assert lotusbloem("cluster", source, "--k", "veel", "--out", out).code == 2
    assert not out.exists()
