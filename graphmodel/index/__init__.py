"""The catalogue as integers: what every question is answered from."""
