"""Figures of many stations on one InfluxDB, for docs/how-to/many-stations.md."""
