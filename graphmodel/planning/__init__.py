"""What a change would make of a catalogue: records compared, checked together, and planned."""
