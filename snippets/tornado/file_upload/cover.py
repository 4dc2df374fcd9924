"""Takes a multipart body piece by piece and writes the file in its field "cover" to disk."""

from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, BinaryIO
from uuid import uuid4

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

SUFFIXES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


class CoverForm:
    """One multipart body on its way in.

    The file grows under a temporary name; only store() gives it the one that lasts. What the
    client calls it decides nothing but the suffix, and that from a list. Each method raises
    FormParserError for a body that is not what it should be.
    """

    def __init__(self, content_type: str, directory: Path) -> None:
        kind, parameters = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in parameters:
            raise FormParserError("The body must be multipart/form-data.")
        self._parser = MultipartParser(
            parameters[b"boundary"],
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._add_header_name,
                "on_header_value": self._add_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin_data,
                "on_part_data": self._add_data,
                "on_end": self._end,
            },
        )
        self._stem = uuid4().hex
        self._suffix = ""
        self._directory = directory
        self._part = directory / f"{self._stem}.part"
        self._file: BinaryIO | None = None
        self._size = 0
        self._digest = sha256()
        self._headers: dict[bytes, bytes] = {}
        self._header_name = self._header_value = b""
        self._in_cover = self._complete = False

    def write(self, chunk: bytes) -> None:
        """Take the next piece of the body; this blocks on the disk."""
        self._parser.write(chunk)

    def store(self) -> dict[str, Any]:
        """Keep the file; call it once the whole body has been written."""
        if self._file is None or not self._complete:
            raise FormParserError('The form needs a file in its field "cover".')
        self._file.close()
        name = self._stem + self._suffix
        self._part.replace(self._directory / name)
        return {"name": name, "size": self._size, "sha256": self._digest.hexdigest()}

    def discard(self) -> None:
        """Remove what has not been stored."""
        if self._file is not None:
            try:
                self._file.close()  # On a full disk it fails to write what is left.
            finally:
                self._part.unlink(missing_ok=True)

    def _begin_part(self) -> None:
        self._headers = {}
        self._in_cover = False

    def _add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _begin_data(self) -> None:
        _, parameters = parse_options_header(self._headers.get(b"content-disposition"))
        is_cover = parameters.get(b"name") == b"cover" and b"filename" in parameters
        if is_cover and self._file is None:
            suffix = PurePath(parameters[b"filename"].decode(errors="replace")).suffix.lower()
            self._suffix = suffix if suffix in SUFFIXES else ""
            self._file = self._part.open("xb")
            self._in_cover = True

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_cover and self._file is not None:
            piece = data[start:end]
            self._file.write(piece)
            self._digest.update(piece)
            self._size += len(piece)

    def _end(self) -> None:
        self._complete = True
