"""Lets `python -m deconflict` be the command `deconflict`."""

from deconflict.cli import main

if __name__ == "__main__":
    main()
