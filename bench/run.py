"""./dev bench [what ...]: the measurements that the README quotes. The machine is noisy: compare ratios within one run."""

from __future__ import annotations

import sys

import dynamodb
import memory
import polls
import s3
import sqs
import start

WHAT = {"start": [start.main], "sqs": [sqs.main, memory.main], "polls": [polls.main], "s3": [s3.main], "dynamodb": [dynamodb.main]}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in WHAT]
    if unknown:
        print(f"./dev bench: there is no '{unknown[0]}'; there are: {' '.join(WHAT)}", file=sys.stderr)
        return 2
    for name in names or WHAT:
        for measure in WHAT[name]:
            measure()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
