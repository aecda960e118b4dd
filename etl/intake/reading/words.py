"""Words that reading knows: what stands for a missing answer, for a total, for a date."""

from __future__ import annotations

import re

# Cells that letters.py looks at, for RE2.
STANDING = "[ЄєЇїѲѳɵƟθΘ]|[а-яёөүА-ЯЁӨҮ][A-Za-z]|[A-Za-z][а-яёөүА-ЯЁӨҮ]"

# Marks of no width: direction of writing, joiners, byte order.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

BLANKS = " \t\n\v\f\r\u00a0\u2007\u2009\u202f\u3000\u200b\ufeff"  # taken off both ends of a cell

# Always taken as missing. Words that may be an answer (байхгүй "there is none", мэдэхгүй "does not know", үгүй
# "no", 99) never are: only the file itself can say that they are (user-missing values).
MISSING = (
    "NA", "N/A", "n/a", "#N/A", "#NA", "NaN", "nan", "NULL", "null", "<NA>", "#NULL!", "#DIV/0!", "#VALUE!",
    "#REF!", "#NAME?", "#NUM!", "-", "--", "—", "–", ".", "..", "...", "…", "*",
)  # fmt: skip

TOTALS = (
    "нийт", "нийт дүн", "дүн", "бүгд", "нийлбэр", "нийт нийлбэр", "дундаж", "улсын дүн", "улсын хэмжээнд", "total",
    "grand total", "totals", "sum", "average", "mean",
)  # fmt: skip
NOTES = (
    "эх сурвалж", "эх үүсвэр", "тайлбар", "тэмдэглэл", "жич", "source", "note", "notes", "*", "¹", "1)", "©",
)  # fmt: skip

DATES = frozenset({"огноо", "date", "өдөр", "start", "end", "эхэлсэн", "дууссан", "today"})
