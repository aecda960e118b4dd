"""Programs that make the numbers of a crosstab again from the file of the round, in Python and in R.

The respondents are private: the file is named, its folder is the analyst's own. The file for R is the same
table as CSV.
"""

from __future__ import annotations

from survey.crosstabs.table import JOINT, Crosstab
from survey.design import Design

_R_METHODS = {"logit": "xlogit", "beta": "beta", "wilson": "wilson", "asin": "asin", "mean": "mean"}


def file(table: Crosstab, ending: str) -> str:
    """The name by which a program calls the file of a round."""
    return f"{table.wanted.survey}-{table.wanted.round}.{ending}"


def python(table: Crosstab, design: Design) -> str:
    """A program that leaves all estimates of the table's cells, without margins, in `found`."""
    wanted, column = table.wanted, table.column.code
    options = tuple(f"{column}__{answer.code}" for answer in table.columns)
    many = table.column.type == "many"
    values = (column,) if table.column.type == "number" else ()
    keys = tuple(
        dict.fromkeys((*wanted.by, *(name for name, _ in wanted.where), *(options if many else () if values else (column,))))
    )  # fmt: skip
    by = wanted.by
    if wanted.measure == "column":
        by = (*wanted.by[:-1], column)
    elif wanted.measure == "total":
        by = wanted.by[:-1]
    interval = f"method={wanted.method!r}, level={wanted.level!r}"
    imports, make = _python_estimates(table, options, by, interval)
    return "\n".join((
        "from survey.design import Design",
        "from survey.engines import open_file",
        *imports,
        "from survey.questions import kept",
        "from survey.sums import tally",
        "",
        f"design = {_call(design)}",
        f"sums = tally(open_file({file(table, 'parquet')!r}), design, {keys!r}, {values!r})",
        *((f"sums = kept(sums, {wanted.where!r})",) if wanted.where else ()),
        *make,
        "for row in found:",
        "    print(row.by, row.answer, row.estimate, row.low, row.high)",
        "",
    ))  # fmt: skip


def r(table: Crosstab, design: Design, row: str, column: str | None) -> str:
    """A program for R's `survey` that leaves, in `found`, the cells of one answer; `row` matters across rows.

    A share of the row or of responses is that of answer `column` in every row; a share of the column or of the
    total that of row answer `row`, within every column answer or together with `column`.
    """
    wanted, name = table.wanted, table.column.code
    lines = [
        "library(survey)",
        f'options(survey.lonely.psu = "{design.single_psu}")',
        f'people <- read.csv("{file(table, "csv")}", na.strings = c("", "NA"))',
        _svydesign(design),
    ]
    chosen = f"{name}__{column}" if table.column.type == "many" else name
    if wanted.measure == "responses":
        every = " + ".join(f"as.logical({name}__{answer.code})" for answer in table.columns)
        lines.append(f"design <- update(design, chosen = {every})")
    conditions = [f"{name_} %in% c({_quoted(codes)})" for name_, codes in wanted.where]
    if wanted.measure == "total":
        conditions += [f"!is.na({name_})" for name_ in (*wanted.by, name)]
    lines.append(f"group <- subset(design, {' & '.join(conditions)})" if conditions else "group <- design")
    here = f'{chosen} == "{column}"' if table.column.type == "one" else f"as.logical({chosen})"
    by = (*wanted.by[:-1], name) if wanted.measure == "column" else wanted.by
    if wanted.measure == "total":
        by = wanted.by[:-1]
    if wanted.measure == "column":
        here = f'{wanted.row} == "{row}"'
    elif wanted.measure == "total":
        here = f'{wanted.row} == "{row}" & {here}'
    groups = f"~{' + '.join(by)}"
    interval = f'method = "{_R_METHODS[wanted.method]}", level = {wanted.level!r}, df = degf(design)'
    if wanted.measure == "mean":
        lines += [f"found <- svyby(~{name}, {groups}, group, svymean, na.rm = TRUE)", _confint(wanted.level)]
    elif wanted.measure == "people":
        lines += [f"found <- svyby(~as.numeric({here}), {groups}, group, svytotal, na.rm = TRUE)", _confint(wanted.level)]  # fmt: skip
    elif wanted.measure == "responses":
        lines += [f"found <- svyby(~as.numeric({here}), {groups}, group, svyratio, denominator = ~chosen, na.rm = TRUE)"]  # fmt: skip
    elif by:
        lines += [f'found <- svyby(~I({here}), {groups}, group, svyciprop, vartype = "ci", {interval}, na.rm = TRUE)']  # fmt: skip
    else:
        lines += [f"found <- svyciprop(~I({here}), group, {interval}, na.rm = TRUE)", "found <- c(found, confint(found))"]  # fmt: skip
    return "\n".join((*lines, "print(found, digits = 10)", ""))


def _python_estimates(
    table: Crosstab, options: tuple[str, ...], by: tuple[str, ...], interval: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The imports and the lines that make `found` out of `sums`."""
    wanted, column = table.wanted, table.column.code
    pieces = "from survey.pieces import of_answers"
    if wanted.measure == "mean":
        return (
            ("from survey.estimates import means", "from survey.pieces import of_values"),
            (f"found = means(of_values(sums, {column!r}, {by!r}), level={wanted.level!r})",),
        )
    if wanted.measure == "responses":
        return (
            ("from survey.crosstabs.responses import shares", pieces),
            (
                f"options = {options!r}",
                f"found = shares({{name: of_answers(sums, name, {by!r}) for name in options}}, {interval})",
            ),
        )
    if wanted.measure == "total":
        return (
            ("from survey.crosstabs.table import crossed", "from survey.estimates import proportions", pieces),
            (
                f"pairs = crossed(sums, {wanted.row!r}, {column!r})",
                f"found = proportions(of_answers(pairs, {JOINT!r}, {by!r}), {interval})",
            ),
        )  # fmt: skip
    function, how = ("totals", f"level={wanted.level!r}") if wanted.measure == "people" else ("proportions", interval)  # fmt: skip
    imports = (f"from survey.estimates import {function}", pieces)
    if options and table.column.type == "many":
        return imports, (
            "found = []",
            f"for name in {options!r}:",
            f"    rows = {function}(of_answers(sums, name, {by!r}), {how})",
            "    found += [row._replace(answer=name) for row in rows if row.answer is True]",
        )
    answer = wanted.row if wanted.measure == "column" else column
    return imports, (f"found = {function}(of_answers(sums, {answer!r}, {by!r}), {how})",)


def _call(design: Design) -> str:
    return (
        f"Design(weight={design.weight!r}, stratum={design.stratum!r}, psu={design.psu!r}, fpc={design.fpc!r}, "
        f"nested={design.nested!r}, single_psu={design.single_psu!r})"
    )


def _svydesign(design: Design) -> str:
    def formula(names: tuple[str, ...]) -> str:
        return f"~{' + '.join(names) or '1'}"

    parts = [f"ids = {formula(design.psu)}"]
    if design.stratum:
        parts.append(f"strata = ~{design.stratum}")
    if design.fpc:
        parts.append(f"fpc = {formula(design.fpc)}")
    parts.append(f"weights = ~{design.weight}" if design.weight else "weights = rep(1, nrow(people))")
    return f"design <- svydesign({', '.join(parts)}, data = people, nest = {str(design.nested).upper()})"


def _confint(level: float) -> str:
    return f"print(confint(found, level = {level!r}, df = degf(design)))"


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f'"{code}"' for code in codes)
