"""Every query of every board, answered by a real InfluxDB and worked out from the store, side by side."""
