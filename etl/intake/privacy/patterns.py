"""What register numbers, phones, addresses, coordinates, accounts and names look like (RE2, as DuckDB reads it)."""

# Two letters and eight digits, Latin look-alikes and blanks among them; then the same with a date of birth
# that can be: months of this century are written 20 higher.
_LETTERS = r"(?:^|[^\p{L}])[\p{Cyrillic}\p{Latin}]{2}[\s.-]*"
_REGISTER = _LETTERS + r"(?:\d[\s.-]*){7}\d(?:\D|$)"
BORN = (
    _LETTERS
    + r"\d[\s.-]*\d[\s.-]*(?:[02][\s.-]*[1-9]|[13][\s.-]*[0-2])[\s.-]*(?:0[\s.-]*[1-9]|[12][\s.-]*\d|3[\s.-]*[01])"
    + r"[\s.-]*\d[\s.-]*\d(?:\D|$)"
)
_PHONE = r"(?:^|[^\d.,\p{L}-])(?:\+?976[\s-]?)?(?:[5-9]\d{3}[\s-]?\d{4}|[5-9]\d[\s-]\d{2}[\s-]\d{2}[\s-]\d{2})(?:[^\d.,]|[.,](?:\D|$)|$)"
_EMAIL = r"[\p{L}\d._%+-]+@[\p{L}\d-]+\.[\p{L}\d.-]{2,}"
_POINT = (
    r"(?:4[1-9]|5[0-2])\.\d{3,}\D{1,5}(?:8[7-9]|9\d|1[01]\d)\.\d{3,}"
    r"|(?:8[7-9]|9\d|1[01]\d)\.\d{3,}\D{1,5}(?:4[1-9]|5[0-2])\.\d{3,}"
)
_ACCOUNT = r"(?:^|\D)(?:\d{4}[\s-]?){3}\d{4}(?:\D|$)|\bMN\d{2}(?:\s?\d){16}"
# Д.Болд and Доржийн Болд; a cell that is nothing else.
_NAME = (
    r"^\s*(?:[А-ЯЁӨҮ]{1,2}[.]\s*[А-ЯЁӨҮ][а-яёөү]{2,}(?:-[А-ЯЁӨҮ][а-яёөү]+)?"
    r"|[А-ЯЁӨҮ][а-яёөү]{2,}(?:ийн|ын|ны|ний|н)\s+[А-ЯЁӨҮ][а-яёөү]{2,}"
    r"|[A-Z][.]\s*[A-Z][a-z]{2,})\s*$"
)
PATTERNS = {
    "register_number": _REGISTER,
    "phone": _PHONE,
    "email": _EMAIL,
    "coordinates": _POINT,
    "account": _ACCOUNT,
    "name": _NAME,
}
ANY = r"@|(?:\d[\s.-]?){8}|^\s*[\p{Lu}]{1,2}[.]|^\s*\p{Lu}\p{Ll}+н(?:ы|ий)?\s+\p{Lu}"
