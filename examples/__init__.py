"""Catalogues to try things on, each with a README and the output to expect."""
