"""Runs the command line: `deconflict-client`, or `python -m deconflict_client`."""

from deconflict_client.cli import main

if __name__ == "__main__":
    main()
