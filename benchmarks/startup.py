"""Start-up of `gongkai --help`, against that of Python itself in the same run.

python benchmarks/startup.py
"""

import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 20
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "gongkai --help": ["-m", "search_cli", "--help"],
    "gongkai search --help": ["-m", "search_cli", "search", "--help"],
    "gongkai convert, one report": ["-m", "search_cli", "convert", "samples/jianhu-shuili-2023.txt"],
}


def main() -> None:
    """Print the table."""
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            started = perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
            found[name].append(perf_counter() - started)
    bare = statistics.median(found["python -c pass"])
    print(f"{'command':30} {'median':>9} {'slowest':>9} {'of python':>10}")
    for name, times in found.items():
        median = statistics.median(times)
        print(f"{name:30} {1000 * median:6.0f} ms {1000 * max(times):6.0f} ms {median / bare:9.1f}x")


if __name__ == "__main__":
    main()
