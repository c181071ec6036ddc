"""Where a catalogue lives: each store in a file of its own, registered here."""
