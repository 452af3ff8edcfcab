"""Modelled HX711 converters, and the bench that runs a step's real firmware against them."""
