"""graphmodel against its peers: honest and repeatable."""
