"""What is computed on an index: searches, components, reach, requirements, states; they know no names."""
