"""Boards as code: described once, from the table of metrics, and written for Grafana and for InfluxDB 2.

``python -m tools.dashboards`` writes the files under ``dashboards/``; ``--check`` compares them.
"""
