"""Watching a running station: its event stream on a loopback socket, and whoever attaches to it."""

from station.viewing.places import Place, find, published
from station.viewing.publisher import Publisher
from station.viewing.running import publishing
from station.viewing.telling import Asked, Missed, Opened
from station.viewing.watcher import Watcher

__all__ = ["Asked", "Missed", "Opened", "Place", "Publisher", "Watcher", "find", "published", "publishing"]
