"""The plain way: a page that reads the files and builds the figures on every run."""

import json
from pathlib import Path

import geopandas
import pandas as pd
import plotly.express as px
import pydeck as pdk
import streamlit as st

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"

figures = pd.concat([pd.read_csv(file) for file in sorted((RAW / "figures").glob("*.csv"))])
outline = geopandas.read_file(RAW / "boundaries" / "aimag_outline.geojson")
net = figures[(figures["indicator"] == "migration_net") & (figures["year"] == 2025)].set_index("aimag_code")[
    "value"
]
people = figures[(figures["indicator"] == "population_mid_year") & (figures["year"] == 2025)].set_index(
    "aimag_code"
)
outline["rate"] = outline["iso"].map(1000 * net / people["value"]).astype(float)
outline["fill"] = [[90, 40, 130] if rate < -10 else [120, 180, 120] for rate in outline["rate"]]
st.pydeck_chart(
    pdk.Deck(
        [pdk.Layer("GeoJsonLayer", json.loads(outline.to_json()), get_fill_color="properties.fill")],
        map_provider=None,
    )
)
ranked = outline[["iso", "rate"]].sort_values("rate")
st.plotly_chart(px.scatter(ranked, x="rate", y="iso"))
st.plotly_chart(
    px.bar(
        figures[(figures["indicator"] == "migration_net") & (figures["aimag_code"] == "MN-1")],
        x="year",
        y="value",
    )
)
st.dataframe(ranked)
