"""lede reads news: clean text, sentences and names, each pointing back into your string."""

from lede._article import Article, Articles
from lede._batches import BadRow
from lede._errors import EncodingError, Error, FileError, OptionError, SizeError
from lede._explain import Explanation
from lede._gazetteer import Entry, Gazetteer, Matches, Report
from lede._links import Link, find_links, mask_links
from lede._match_key import match_key
from lede._normalize import NEWS, SAFE, CleanTexts, Normalized, normalize, normalize_many
from lede._reader import (
    Reader,
    Stream,
    builtin_names,
    entities,
    explain,
    read,
    sentence_spans,
    sentences,
    sentences_many,
    versions,
)
from lede._table import Column, Table
from lede._types import Change, Entity, LooseQuote, Match, Name, Sentence

__all__ = [
    "NEWS",
    "SAFE",
    "Article",
    "Articles",
    "BadRow",
    "Change",
    "CleanTexts",
    "Column",
    "EncodingError",
    "Entity",
    "Entry",
    "Error",
    "Explanation",
    "FileError",
    "Gazetteer",
    "Link",
    "LooseQuote",
    "Match",
    "Matches",
    "Name",
    "Normalized",
    "OptionError",
    "Reader",
    "Report",
    "Sentence",
    "SizeError",
    "Stream",
    "Table",
    "builtin_names",
    "entities",
    "explain",
    "find_links",
    "mask_links",
    "match_key",
    "normalize",
    "normalize_many",
    "read",
    "sentence_spans",
    "sentences",
    "sentences_many",
    "versions",
]
