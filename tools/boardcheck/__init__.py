"""Checks of the boards by other people's tools: Flux's front end, Grafana's types, InfluxDB 2's template rules."""
