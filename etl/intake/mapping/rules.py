"""What can be wrong with a mapping: rules that a mapping file, or a person's choice, may break."""

from __future__ import annotations

from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Rule

GROUP = "columns"
_MEANT = "Correct it in the mapping. Perhaps meant: {suggestion}."


def _blocks(code: str, message: str, remedy: str) -> Rule:
    return Rule(code, GROUP, BLOCKS, message, remedy)


UNREADABLE = _blocks(
    "mapping_unreadable",
    "The mapping file {file} cannot be read: {reason}",
    "Save it as YAML in UTF-8, or map the columns anew.",
)
MISSHAPEN = _blocks(
    "mapping_misshapen",
    "The mapping file {file} does not have the form of a mapping at: {value}.",
    "Compare it with a mapping that was written here.",
)
NO_COLUMN = _blocks("mapping_no_column", "The mapping names a column that the file lacks: {value}.", _MEANT)
NO_QUESTION = _blocks(
    "mapping_no_question", "The mapping names a question that the codebook lacks: {value}.", _MEANT
)
NO_ANSWER = _blocks(
    "mapping_no_answer", "The mapping gives question {question} an answer it lacks: {value}.", _MEANT
)
NO_PLACE = _blocks(
    "mapping_no_place", "The mapping gives “{written}” a code that is no place: {value}.", _MEANT
)
NO_RULE = _blocks("mapping_no_rule", "The mapping names a rule that is not known: {value}.", _MEANT)
SEVERAL_COLUMNS = _blocks(
    "mapping_several_columns",
    "Question {value} takes one column and is mapped to several: {columns}.",
    "Leave one of them.",
)
NO_REASON = _blocks(
    "private_no_reason",
    "Column {column} may say who somebody is and is to be kept without a reason.",
    "Write the reason, or drop the column.",
)
BAD_NAME = _blocks(
    "kept_name",
    "Column {column} is kept under a name that is taken or no name: {value}.",
    "Use small Latin letters, digits and single underscores, and a name that no question has.",
)
BAD_TYPE = _blocks(
    "kept_type", "Column {column} is kept as a type that is not known: {value}.", "Use one of: {allowed}."
)
BAD_SECTION = _blocks(
    "kept_section",
    "Column {column} is kept in a section that is not known: {value}.",
    "Use one of: {allowed}.",
)
UNTOLD = Rule(
    "survey_untold",
    GROUP,
    ACKNOWLEDGE,
    "The survey is new, and these texts about it are missing: {texts}.",
    "Write them in both languages; until then its code and the usual population stand there.",
)
ASKED = _blocks(
    "column_asked",
    "These columns may answer {question}, and none is clearly the one: {columns}.",
    "Choose one of them, or say that the file does not have the question.",
)
NOT_CERTAIN = _blocks(
    "column_not_certain",
    "Column {column} may answer {question}, which is not certain.",
    "Confirm it, choose another, or say that the file does not have the question.",
)


def _note(code: str, message: str, remedy: str) -> Rule:
    return Rule(code, GROUP, NOTE, message, remedy)


_IF_NOT = "If that is not so, correct it in the mapping."
GROUPED = _note("numbers_grouped", "Numbers in {column} are put into the groups of {question}.", _IF_NOT)
COUNTED_BACK = _note(
    "years_counted_back", "Years in {column} are counted back from {year} to answer {question}.", _IF_NOT
)
IN_TUGRIKS = _note(
    "in_tugriks", "Amounts in {column} are divided by 1,000: {question} counts thousands of tugriks.", _IF_NOT
)
CARRIED = _note(
    "no_carried",
    "{count} respondents who said no to an earlier stage count as no in {question}, which they were not asked.",
    "Nothing needs to be done: the codebook counts them so.",
)
FREE_TEXT = _note(
    "free_text_left_out",
    "Columns of free text are left out: {columns}.",
    "To keep one, group its texts into a few answers in the file.",
)
TECHNICAL = _note(
    "technical_left_out",
    "Columns of numbers of forms, times and devices are left out: {columns}.",
    "To keep one, name it as a question in the mapping.",
)
REPEATED = _note(
    "repeated_left_out",
    "Columns that repeat the answers of others are left out: {columns}.",
    "Nothing needs to be done.",
)
BEYOND = _note(
    "beyond_left_out",
    "{count} columns are left out, for a round keeps at most 500 questions beside those of the codebook.",
    "To keep one, name it as a question in the mapping and drop another.",
)
RULES = (
    *(UNREADABLE, MISSHAPEN, NO_COLUMN, NO_QUESTION, NO_ANSWER, NO_PLACE, NO_RULE, SEVERAL_COLUMNS),
    *(NO_REASON, BAD_NAME, BAD_TYPE, BAD_SECTION, UNTOLD, ASKED, NOT_CERTAIN, GROUPED, COUNTED_BACK),
    *(IN_TUGRIKS, CARRIED, FREE_TEXT, TECHNICAL, REPEATED, BEYOND),
)
