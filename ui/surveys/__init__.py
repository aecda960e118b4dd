"""What the pages of a survey share, and the pages themselves.

Not called `survey`: Streamlit puts the folder of its script, `ui`, before the project's on the path, so that
`ui/survey` would stand in the way of the package `survey`.
"""
