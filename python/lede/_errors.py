"""The errors lede raises for bad input; all of them are :class:`ValueError` too.

A wrong type is a :class:`TypeError`, a file that cannot be opened an :class:`OSError`, as ever.
"""

from __future__ import annotations

from lede._core import Error, FileError, OptionError, SizeError


class EncodingError(Error):
    """Bytes are not UTF-8.

    ``byte`` is the offset of the first byte that does not belong, ``row`` the position of the text
    in a batch (None for a single text).
    """

    def __init__(self, message: str, *, byte: int, row: int | None = None) -> None:
        super().__init__(message)
        self.byte = byte
        self.row = row

    def __reduce__(self) -> tuple[object, ...]:
        return _encoding_error, (str(self), self.byte, self.row)


def _encoding_error(message: str, byte: int, row: int | None) -> EncodingError:
    return EncodingError(message, byte=byte, row=row)


__all__ = ["EncodingError", "Error", "FileError", "OptionError", "SizeError"]
