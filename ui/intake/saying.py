"""Where a draft stands, and how far the work on it is."""

from __future__ import annotations

from html import escape

from ui.intake import about
from ui.intake.cases import Case
from ui.view import View
from ui.work import STOPPED, WAITING, WORKING, Progress

# What the intake calls its steps → what people read.
STEPS = {
    "checksum": "Taking the checksum of the file",
    "copying": "Unpacking the file",
    "looking": "Finding out how the file is written",
    "transcoding": "Rewriting the file in Unicode",
    "rewriting": "Rewriting the file in Unicode",
    "reading": "Reading the file",
    "measuring": "Counting what stands in the columns",
    "weigh": "Weighing the respondents",
    "compare": "Comparing with the round before",
    "examine": "Recognising columns and checking the rows",
    "preview": "Making the preview",
    "keep the respondents": "Keeping the respondents",
    "read and check raw files": "Making the new version of the data",
    "fill tables": "Making the new version of the data",
    "derive indicators": "Making the new version of the data",
    "compare with published totals": "Comparing with published totals",
    "publish": "Putting the new version in use",
}
WORDS = tuple(STEPS.values())


def state_of(view: View, case: Case) -> str:
    """HTML of the head of a draft: the file, what stands in the way, and what can be done with the whole."""
    t = view.t
    title = (
        t(
            "{file}: survey {survey}, round {round}",
            file=case.draft.file_name,
            survey=_named(view, case),
            round=case.round,
        )
        if case.survey
        else case.draft.file_name
    )
    leave = f'<button type="button" data-set="leave=1">{escape(t("Other file"))}</button>'
    if case.is_published:
        return f'<div class="controls"><h1>{escape(title)}</h1><div class="downloads">{leave}</div></div>'
    remove = f'<button type="button" data-set="remove=1">{escape(t("Remove this draft"))}</button>'
    return (
        f'<div class="controls"><h1>{escape(title)}</h1><div class="downloads">{leave}{remove}</div></div>'
        f'<p class="lead" role="status">{escape(stands(view, case))}</p>'
    )


def _named(view: View, case: Case) -> str:
    """The survey's name, or its code as long as it has none."""
    said = str(case.mapping.get("survey", {}).get(f"name_{view.language}") or "")
    return said or (view.words.name(case.book.description) if case.book.published else case.survey)


def stands(view: View, case: Case) -> str:
    """One sentence on where a draft stands."""
    t = view.t
    state = case.progress.state if case.progress else STOPPED
    if state == WAITING:
        return t("Others came first: the file waits for its turn.")
    if state == WORKING:
        return t("It is being published.") if case.publishing else t("The file is being looked at.")
    if state == STOPPED:
        return t("The work was stopped; the file and all that you said of it are kept.")
    if state == "failed":
        reasons = " ".join(case.progress.reasons) if case.progress else ""
        return reasons or t(
            "The work ended with a fault of the program; the file is kept. Whoever runs the server finds the reason in its log."
        )
    if state == "refused":
        return (
            t("It was not published: since the preview something has come in the way.")
            if case.publishing
            else t("The file cannot be taken as it is.")
        )
    if not case.fresh:
        return t("What you have chosen is kept; apply it to see what it changes.")
    if case.of_table and not about.is_told(case):
        return t("Say what the figures are and whose; then they are checked.")
    if case.blocking and case.of_table:
        return t("{n} findings must be settled before the figures can be published.", n=len(case.blocking))
    if case.blocking:
        return t("{n} findings must be settled before the round can be shown.", n=len(case.blocking))
    if case.preview is None and not case.of_table:
        return t("A preview is kept for an hour. Apply your choices to make it anew.")
    if case.open:
        return t("{n} findings are to be acknowledged before it is published.", n=len(case.open))
    return t("Everything is understood and nothing stands in the way: look at it, and publish it.")


def apply(view: View, case: Case) -> str:
    """HTML of the step that looks at the file with what was decided since; empty when there is nothing new."""
    state = case.progress.state if case.progress else STOPPED
    if case.under_way or (
        state == "done" and case.fresh and (case.preview or case.blocking or case.of_table)
    ):
        return ""
    said = view.t("Go on") if state in (STOPPED, "failed") else view.t("Apply what you have chosen")
    return f'<div class="apply"><button type="button" data-set="apply=1">{escape(said)}</button></div>'


def progress(view: View, now: Progress | None) -> str:
    """HTML of how far the work is, with a button that stops it."""
    t = view.t
    share = "" if now is None or now.share is None else f' value="{now.share:.3f}"'
    waiting = now is not None and now.state == WAITING
    step = (
        t("Waiting for its turn")
        if waiting
        else t(STEPS[now.step])
        if now and now.step in STEPS
        else t("At work")
    )
    percent = "" if now is None or now.share is None else f" · {view.words.number(100 * now.share)} %"
    return (
        f'<div class="sent"><progress max="1"{share}></progress><output role="status">{escape(step)}{percent}</output>'
        f'<button type="button" data-set="stop=1">{escape(t("Stop"))}</button></div>'
    )
