"""Stored results for other programs: tables as CSV and Parquet, forces as CSV, and what every column means."""
