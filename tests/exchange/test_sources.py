"""What is no text, or too much of it, is told in plain words by every reader."""

from __future__ import annotations

import pytest

from supervision.exchange import read_csv, read_json, read_markdown

READERS = [read_csv, read_markdown, read_json]
HEADER = b"on,minutes,modality,supervisor,supervisees,feedback\n"
ROW = b"2026-03-04,60,individual,V-01,S-014,"


def told(reader, source):
    """Return the only problem that *reader* has with *source*, and that it has no row."""
    parsed = reader(source, name="file")
    assert parsed.rows == ()
    (problem,) = parsed.problems
    return str(problem)


@pytest.mark.parametrize("reader", [read_csv, read_markdown])
@pytest.mark.parametrize("found", [b"", b"\n\r\n", b"\xef\xbb\xbf", b" "])
def test_an_empty_file(reader, found):
    """A file with nothing in it is said to be empty."""
    assert told(reader, found) == "file: is empty"


@pytest.mark.parametrize("reader", READERS)
def test_a_binary_file(reader):
    """A file of bytes that no text has is said to be none."""
    assert told(reader, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == "file: is not a text file"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_utf_16(reader, encoding):
    """What Excel calls Unicode text is told apart from UTF-8."""
    mark = "" if encoding == "utf-16" else "\ufeff"

    assert told(reader, f"{mark}on,minutes".encode(encoding)).startswith("file: is UTF-16; save")


@pytest.mark.parametrize("reader", READERS)
def test_a_file_in_latin_1(reader):
    """The first byte that is not UTF-8 is told by line and position, not by what it is."""
    found = HEADER + ROW + "très bien\n".encode("latin-1")

    position = found.index(b"\xe8") + 1
    assert told(reader, found) == (
        f"file, line 2: byte {position} of the file is not UTF-8;"
        " save it as UTF-8 (in Excel: 'CSV UTF-8')"
    )


@pytest.mark.parametrize("reader", [read_csv, read_markdown])
def test_a_file_of_100_megabytes(reader, tmp_path):
    """A file that is too long is refused before it is read to its end."""
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEADER)
        file.truncate(100_000_000)

    assert told(reader, path) == "file: is longer than 64 MiB; split it into shorter files"


def test_a_table_of_too_many_sessions(monkeypatch):
    """Rows beyond the most that a file may hold are refused at their line."""
    monkeypatch.setattr("supervision.exchange._table.MAX_ROWS", 3)

    parsed = read_csv(HEADER + (ROW + b"\n") * 5, name="file")

    assert len(parsed.rows) == 3
    assert list(map(str, parsed.problems)) == [
        "file, line 5: is one session too many: 3 fit in a file"
    ]


def test_a_json_document_that_is_too_long(monkeypatch):
    """Its limit is another one, since an export may be long."""
    monkeypatch.setattr("supervision.exchange._json.MAX_JSON_BYTES", 1 << 20)

    assert "is longer than 1 MiB" in told(read_json, b" " * ((1 << 20) + 1))


@pytest.mark.parametrize("as_text", [True, False])
def test_a_path_is_read(tmp_path, as_text):
    """A path, as text or not, stands for the bytes of the file."""
    path = tmp_path / "year.csv"
    path.write_bytes(HEADER + ROW + b"\n")

    parsed = read_csv(str(path) if as_text else path, name="year.csv")

    assert parsed == read_csv(path.read_bytes(), name="year.csv")
    assert len(parsed.rows) == 1


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_is_not_there(reader, tmp_path):
    """A path without a file is an error of the operating system."""
    with pytest.raises(FileNotFoundError):
        reader(tmp_path / "none.csv", name="none.csv")
