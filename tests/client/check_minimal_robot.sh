#!/usr/bin/env bash
# The example that the documents promise: a complete robot in fewer than 60 lines.
set -euo pipefail
lines=$(wc -l < robot/examples/minimal_robot.c)
if [ "$lines" -ge 60 ]; then
    echo "robot/examples/minimal_robot.c has $lines lines; promised are fewer than 60"
    exit 1
fi
