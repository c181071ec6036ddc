"""What formats of documents have in common: XML, JSON and YAML within bounds, and records with places."""
