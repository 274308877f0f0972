"""A CSV file in, a CSV file out: every row once, in order; a clear refusal and no file otherwise."""

import csv

import pytest

from sessions.clustering.refusals import BadRequest, FileRefused
from sessions.clustering.spreadsheet import cluster_file

ROWS = [
    ("a1", "buren eten samen"),
    ("a2", "de wet; en de rechter"),
    ("a3", "samen koken, samen eten"),
    ("a4", ""),
]


def write(path, separator=",", header=("id", "text"), rows=ROWS, encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_row_comes_back_once_in_order(tmp_path, separator, encoding):
    out = tmp_path / "uit.csv"
    cluster_file(write(tmp_path / "in.csv", separator, encoding=encoding), out, k=2)
    header, *rows = read(out)
    assert header == ["id", "cluster", "label"]
    assert [row[0] for row in rows] == ["a1", "a2", "a3", "a4"]
    assert {row[1] for row in rows} == {"1", "2"}
    assert all(row[2] for row in rows)
    assert list(tmp_path.glob("*.part")) == []


def test_without_an_id_column_the_row_number_is_the_id(tmp_path):
    source = write(tmp_path / "in.csv", header=("nr", "zin"))
    cluster_file(source, tmp_path / "uit.csv", text_column="zin")
    assert [row[0] for row in read(tmp_path / "uit.csv")[1:]] == ["1", "2", "3", "4"]


def test_other_columns_and_line_breaks_in_a_text(tmp_path):
    rows = [("x", "een\nregel", "7"), ("x", 'met "aanhaling"', "8")]
    source = write(tmp_path / "in.csv", ";", ("wie", "text", "id"), rows)
    cluster_file(source, tmp_path / "uit.csv")
    assert [row[0] for row in read(tmp_path / "uit.csv")[1:]] == ["7", "8"]


def test_only_a_header_gives_only_a_header(tmp_path):
    cluster_file(write(tmp_path / "in.csv", rows=[]), tmp_path / "uit.csv")
    assert read(tmp_path / "uit.csv") == [["id", "cluster", "label"]]


def test_a_missing_column_names_those_that_are_there(tmp_path):
    source = write(tmp_path / "in.csv", ";", ("nummer", "bijdrage"))
    with pytest.raises(FileRefused, match=r"'text'.*nummer, bijdrage"):
        cluster_file(source, tmp_path / "uit.csv")
    assert not (tmp_path / "uit.csv").exists()


def test_what_cannot_be_read_is_refused(tmp_path):
    latin, empty = tmp_path / "latin.csv", tmp_path / "leeg.csv"
    latin.write_bytes("id,text\n1,één\n".encode("latin-1"))
    empty.write_bytes(b"\xef\xbb\xbf\r\n")
    torn = tmp_path / "stuk.csv"
    torn.write_text('id,text\n1,"nooit gesloten\n', encoding="utf-8")
    for source, word in ((latin, "UTF-8"), (empty, "empty"), (torn, "CSV"), (tmp_path / "weg.csv", "read")):
        with pytest.raises(FileRefused, match=word):
            cluster_file(source, tmp_path / "uit.csv")
    with pytest.raises(BadRequest):
        cluster_file(write(tmp_path / "in.csv"), tmp_path / "uit.csv", k=0)
    with pytest.raises(FileRefused, match="written"):
        cluster_file(write(tmp_path / "in.csv"), tmp_path / "geen" / "uit.csv")
    assert not (tmp_path / "uit.csv").exists()
