"""Plain text: UTF-8, taken to the letter. Line ends, odd spaces and quotation marks stay as they are, for every
span of the record points into them. Only a byte order mark goes: it signs the encoding and is no character."""

from __future__ import annotations

import codecs

from onrecord.sources.found import SourceError

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_of(data: bytes, name: str, charset: str | None = None) -> str:
    r"""The text that bytes carry, unchanged.

    Args:
        data: the bytes, in UTF-8 unless `charset` says otherwise.
        name: what errors call them.
        charset: the encoding that a server says they have.

    >>> text_of(b"\xef\xbb\xbfTalks began.\r\n", "talks.txt")
    'Talks began.\r\n'

    Raises:
        SourceError: the bytes are no text, or text in another encoding.
    """
    if charset and (encoding := _other_encoding(charset)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{name}: byte {error.start} is not {charset}, as the server says; save it as UTF-8 and give the file"
            ) from None
    if data.startswith(_UTF_16):
        raise SourceError(
            f"{name}: this is UTF-16, and only UTF-8 is read; convert it with iconv -f UTF-16 -t UTF-8 INPUT > OUTPUT"
        )
    if b"\0" in data:
        raise SourceError(f"{name}: this is a binary file, not text; save the dispatch as UTF-8 text or HTML")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name}: byte {error.start} is not UTF-8; convert the file, e.g. with "
            "iconv -f WINDOWS-1252 -t UTF-8 INPUT > OUTPUT"
        ) from None


def _other_encoding(charset: str) -> str | None:
    """The codec of an encoding of text that is not UTF-8, or None."""
    try:
        codec = codecs.lookup(charset).name
        "".encode(codec)  # refuses codecs such as "hex" and "zlib", which are no encodings of text
    except (LookupError, ValueError):
        return None
    return None if codec == "utf-8" else codec
