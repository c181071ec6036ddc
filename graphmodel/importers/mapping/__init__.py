"""What foreign files mean: the mapping file, and proposing one."""
