"""Figures of many stations on one InfluxDB, for docs/fleet.md."""
