"""An empty stock Streamlit page in a process that has imported what a data app imports: the floor."""

import duckdb  # noqa: F401
import geopandas  # noqa: F401
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import streamlit as st

st.write("")
