"""``python -m graphmodel`` is the command line."""

from graphmodel.cli import program

if __name__ == "__main__":
    program()
