"""What a plate's counts mean, how well that is known, and how it was found out."""
