"""Where bytes and forces come from: ports as URLs, recordings played back, tables of other plates."""

from station.sources.handshake import Connection, connect
from station.sources.machine import Machine, ThisMachine
from station.sources.ports import Port, list_ports, open_port
from station.sources.timing import HostTime, SystemTime

__all__ = [
    "Connection",
    "HostTime",
    "Machine",
    "Port",
    "SystemTime",
    "ThisMachine",
    "connect",
    "list_ports",
    "open_port",
]
