"""What a catalogue is: kinds of record, values, sources, service levels and errors. Knows no graph, file or store."""
