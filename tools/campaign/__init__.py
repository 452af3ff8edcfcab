"""The fault campaign: break everything a station depends on, and count what is left by other means than its own.

``python -m tools.campaign`` runs all of it and writes ``docs/campaign.md``; ``--only FAULT`` runs one part.
"""
