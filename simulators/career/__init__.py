"""Simulated careers: people who train for months, told what to do each day, and who do it or do not.

A person here knows nothing of the station. Advice comes in as plain data (``plain.Asked``) and what was done and
felt goes out as plain data (``plain.Lived``); only ``driver`` speaks to the station on both ends. The numbers of
the model are assumptions that make plausible stories; they are no clinical data and predict nobody.
"""
