"""One question a screen: who, ready, the live set, the summary."""
