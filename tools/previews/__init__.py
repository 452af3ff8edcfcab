"""Pictures of the boards for the docs: cells of InfluxDB 2 by its own plot library, from a real influxd's answers."""
