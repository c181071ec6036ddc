"""What several analyses share, or one of them is made of."""
