"""The plain way: a page that reads the files and builds the figures on every run."""

import json
from pathlib import Path

import geopandas
import mapclassify
import pandas as pd
import plotly.express as px
import pydeck as pdk
import streamlit as st

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"

NET, PEOPLE = "migration_net", "population_mid_year"


def rates(figures: pd.DataFrame, year: int) -> pd.Series:
    """Net migration per 1,000 people by aimag."""
    rows = figures[figures["year"] == year].pivot_table(
        index="aimag_code", columns="indicator", values="value"
    )
    return 1000 * rows[NET] / rows[PEOPLE]


figures = pd.concat([pd.read_csv(file) for file in sorted((RAW / "figures").glob("*.csv"))])
dictionary = pd.read_csv(RAW / "catalogue" / "indicators.csv").set_index("indicator")
warnings = pd.read_csv(RAW / "catalogue" / "warnings.csv")
sources = pd.read_csv(RAW / "catalogue" / "sources.csv").set_index("source_id")
outline = geopandas.read_file(RAW / "boundaries" / "aimag_outline.geojson").set_index("iso")

indicator = st.selectbox(
    "Indicator", dictionary.index, index=list(dictionary.index).index("net_migration_rate")
)
year = st.slider("Year", 2015, 2025, 2025)
outline["rate"] = rates(figures, year)
classes = mapclassify.FisherJenks(outline["rate"].to_numpy(), k=5)
colours = [[91, 42, 134], [172, 140, 203], [211, 196, 226], [140, 196, 154], [27, 107, 62]]
outline["fill"] = [colours[k] for k in classes.yb]
st.pydeck_chart(
    pdk.Deck(
        [pdk.Layer("GeoJsonLayer", json.loads(outline.to_json()), get_fill_color="properties.fill")],
        map_provider=None,
    )
)
ranked = outline[["name_en", "rate"]].sort_values("rate").reset_index()
st.plotly_chart(px.scatter(ranked, x="rate", y="name_en"))
st.plotly_chart(px.histogram(ranked, x="rate", nbins=14))
years = (
    pd.concat({y: rates(figures, y) for y in range(2015, 2026)}, names=["year"]).rename("rate").reset_index()
)
st.plotly_chart(
    px.line(years, x="year", y="rate", color="aimag_code", facet_col="aimag_code", facet_col_wrap=6)
)
capital = figures[(figures["indicator"] == NET) & (figures["aimag_code"] == "MN-1")]
st.plotly_chart(px.bar(capital, x="year", y="value"))
st.dataframe(ranked)
st.caption("; ".join(sources.loc[["nso_migration", "nso_pop_midyear"], "title"]))
st.caption(" ".join(warnings.loc[warnings["indicator"] == "net_migration_rate", "text_en"].unique()))
