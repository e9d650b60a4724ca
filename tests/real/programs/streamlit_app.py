"""A Streamlit application: `streamlit run streamlit_app.py`."""

import streamlit as st

st.title("Hello from Streamlit")
