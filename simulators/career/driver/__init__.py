"""The one place where a career meets the station: its advice in, its log and its database out.

People of a career pose as no step, so nothing here can hide a mistake of the wire or of the measuring. What is
summed up of their reps is summed up by the station itself, so that sums and reps agree.
"""
