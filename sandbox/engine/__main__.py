"""``python -m sandbox.engine``: observe cases of the corpus, measure, or write down what is imitated.

observe CASES_DIR OUT_DIR [--only 'traffic/*']
bench [--large]
upstream CASES_DIR FILE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sandbox.engine import bench, upstream
from sandbox.engine.claims.observe import observe_all


def main() -> int:
    """Exit 0 when everything was carried out, 1 when a case broke the engine."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    watch = commands.add_parser("observe", help="carry out the cases of a folder and write what happened")
    watch.add_argument("cases", type=Path)
    watch.add_argument("out", type=Path)
    watch.add_argument("--only", default="*", help="area/name, may hold *")
    measure = commands.add_parser("bench", help="print medians")
    measure.add_argument("--large", action="store_true", help="also build a cluster of 10,000 Services")
    listed = commands.add_parser("upstream", help="write the generated part of docs/upstream.md anew")
    listed.add_argument("cases", type=Path)
    listed.add_argument("file", type=Path)
    options = parser.parse_args()
    if options.command == "observe":
        return 1 if observe_all(options.cases, options.out, options.only) else 0
    if options.command == "upstream":
        options.file.write_text(upstream.renewed(options.file.read_text(), options.cases))
        return 0
    bench.main(is_large=options.large)
    return 0


if __name__ == "__main__":
    sys.exit(main())
