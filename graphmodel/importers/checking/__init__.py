"""What records say together: identities, references, groups, cycles."""
