"""Columns as whole numbers: values to positions, several columns to one key, keys to positions among those present."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Keys are told apart by a table with one entry per possible key while that is not much larger than the data.
ROOMY = 1_000_000

# Up to here Python tells values apart; Arrow is quicker, but its compute library is 50 MB and as slow to load.
FEW = 2**18


def encode(column: pa.ChunkedArray) -> tuple[Ints, tuple[object, ...]]:
    """Positions in the sorted distinct values of a column (-1 where missing), and those values."""
    kind = column.type
    if len(column) <= FEW and (pa.types.is_string(kind) or pa.types.is_integer(kind)):
        written = column.to_pylist()
        values = [*dict.fromkeys(written)]
        index: Any = np.fromiter(map({v: i for i, v in enumerate(values)}.__getitem__, written), np.int64)
    else:
        plain = column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
        coded = _whole(plain).dictionary_encode(null_encoding="encode")
        values, index = coded.dictionary.to_pylist(), numbers(coded.indices)
    order = sorted((i for i, value in enumerate(values) if value is not None), key=lambda i: values[i])
    place = np.full(len(values), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[index], tuple(values[i] for i in order)


def spelled(level: object) -> str:
    """A level as a person writes it in a file: true, not True; 1, not 1.0."""
    if isinstance(level, bool):
        return str(level).lower()
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def numbers(column: pa.Array | pa.ChunkedArray) -> NDArray[Any]:
    """The numbers of a column; not by `to_numpy` where none is missing, as that imports pandas."""
    whole = _whole(column)
    plain = pa.types.is_integer(whole.type) or pa.types.is_floating(whole.type)
    if not plain or whole.null_count or not len(whole):
        return np.asarray(whole.to_numpy(zero_copy_only=False))
    kind = np.dtype(whole.type.to_pandas_dtype())
    return np.frombuffer(whole.buffers()[1], kind, len(whole), whole.offset * kind.itemsize)


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.Array):
        return column
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], type=column.type)


def distinct(key: Ints, size: int) -> Ints:
    """The distinct keys below `size`, in order."""
    if size > 16 * len(key) + ROOMY:
        return np.unique(key)
    found = np.zeros(size, dtype=bool)
    found[key] = True
    return np.flatnonzero(found)


def compact(key: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct keys below `size`, in order, and the position of each key among them."""
    if size > 16 * len(key) + ROOMY:
        present, place = np.unique(key, return_inverse=True)
        return present, place
    present = distinct(key, size)
    index = np.empty(size, dtype=np.int32)
    index[present] = np.arange(len(present), dtype=np.int32)
    return present, index[key].astype(np.int64)


def in_order(codes: list[Ints], sizes: list[int], rows: int) -> Ints:
    """The order of rows by several columns of codes (from -1), the first foremost; no two rows are alike."""
    if not codes:
        return np.arange(rows)
    if prod(sizes) > 2**62:
        return np.lexsort(codes[::-1])
    key = codes[0].astype(np.int64) + 1
    for column, size in zip(codes[1:], sizes[1:], strict=True):
        key = key * size + (column + 1)
    return sorting(key, prod(sizes) + 1)


def sorting(key: Ints, size: int) -> Ints:
    """The order of distinct keys below `size`: by scattering when they are dense enough, else by sorting."""
    if size > 32 * len(key) + ROOMY:
        return np.argsort(key)
    place = np.full(size, -1, dtype=np.int32)
    place[key] = np.arange(len(key), dtype=np.int32)
    return place[place >= 0].astype(np.int64)
