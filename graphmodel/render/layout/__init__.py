"""Where everything of a diagram stands on its page: pure geometry, in points from the top left, y downwards."""
