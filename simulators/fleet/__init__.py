"""Many stations at once: real ``station`` commands in processes of their own, sharing one InfluxDB.

Nothing of the station is imported by these modules. What is started, asked and counted is what an operator
would start and ask: the command line on one side, InfluxQL on the other.
"""
