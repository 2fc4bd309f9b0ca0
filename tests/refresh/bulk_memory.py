"""Run alone: read EC2's bulk file of a region, and print the number of rows and the most memory that it took. [MiB]"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from pricing_data.aws.bulk import BulkFiles
from pricing_data.aws.source import silent

STATUS = Path("/proc/self/status")


def peak() -> float:
    """Resident memory at its largest. What `getrusage` says of a new process begins with what its parent had. [MiB]"""
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text(encoding="ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    address, region = sys.argv[1:]
    fetched = BulkFiles(address).fetch("ec2", region, silent)
    sys.stdout.write(f"{len(fetched.rows)} {peak():.1f}\n")
