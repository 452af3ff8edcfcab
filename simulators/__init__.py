"""Simulated steps and athletes: everything the station can meet, without the step."""
