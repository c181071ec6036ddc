"""What a diagram shows: its nodes, clusters, edges and legend; how they look is decided by ``render``."""
