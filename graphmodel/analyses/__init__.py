"""The questions a user asks: each in a file of its own, registered here."""
