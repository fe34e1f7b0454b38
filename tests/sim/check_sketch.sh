#!/usr/bin/env bash
# The microcontroller's files as its compilers take them: strict C99, C++11, and the sketch itself
# against declarations of what it uses of Arduino.
set -euo pipefail

cd "$(dirname "$0")/../.."
for tool in gcc g++; do
    command -v "$tool" >/dev/null || {
        echo "skipped: $tool is not installed"
        exit 77
    }
done
readonly WARNINGS=(-Wall -Wextra -Werror -Wshadow)
for file in robot/esp32/*.c; do
    gcc -std=c99 -pedantic "${WARNINGS[@]}" -Wstrict-prototypes -fsyntax-only "$file"
    g++ -x c++ -std=c++11 "${WARNINGS[@]}" -fsyntax-only "$file"
done

stubs=$(mktemp -d)
trap 'rm -r "$stubs"' EXIT
for header in Arduino WiFi PubSubClient Preferences esp_timer; do
    ln -s "$PWD/tests/sim/arduino.hpp" "$stubs/$header.h"
done
g++ -x c++ -std=c++20 "${WARNINGS[@]}" -I robot/esp32 -I "$stubs" -include Arduino.h -fsyntax-only \
    robot/esp32/arena_robot/arena_robot.ino
echo "the sketch and its library compile"
