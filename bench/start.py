"""From exec to the first whole answer, and resident memory then. bench/start_probe.cc holds the stopwatch."""

from __future__ import annotations

import statistics
import subprocess

import process

PROBE = process.ROOT / "build/release/bin/start_probe"


def main(runs: int = 40) -> None:
    times, sizes = [], []
    for _ in range(runs):
        port = process.free_port()
        command = [str(PROBE), str(port), str(process.SERVER), "--port", str(port), "--log-level", "warn"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        times.append(int(output[0]) / 1000)
        sizes.append(int(output[1]) / 1024)
    print("\nStart to first answer (GET /_winterbaume/health), default threads")
    print(f"  {runs} starts: median {statistics.median(times):.2f} ms, best {min(times):.2f}, worst {max(times):.2f};"
          f" resident {statistics.median(sizes):.1f} MiB")


if __name__ == "__main__":
    main()
