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
