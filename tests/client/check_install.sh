#!/usr/bin/env bash
# Installs the library into an empty prefix and builds the minimal robot with nothing but that:
# through pkg-config (shared and static) and through CMake; each starts, and stops cleanly.
set -euo pipefail

build=${ARENA_BUILD:?is the build directory}
if ! grep -q '^ARENA_SANITIZE:STRING=$' "$build/CMakeCache.txt"; then
    echo "skipped: a sanitized library cannot be linked by others"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
example=$PWD/robot/examples/minimal_robot.c
cc=${CC:-cc}

cmake --install "$build" --prefix "$prefix" --component client > "$work/install.log"
pc=$(find "$prefix" -name arena-client.pc)
sed -i "s#^prefix=.*#prefix=$prefix#" "$pc"
library=$(dirname "$(dirname "$pc")")
export PKG_CONFIG_PATH=$library/pkgconfig LD_LIBRARY_PATH=$library

read -r -a flags <<< "$(pkg-config --cflags --libs arena-client)"
read -r -a static_flags <<< "$(pkg-config --static --cflags --libs arena-client)"
nodelay=$(pkg-config --variable=nodelay arena-client)
"$cc" "$example" "$nodelay" -o "$work/shared" "${flags[@]}"
"$cc" "$example" -o "$work/static" -Wl,-Bstatic "${static_flags[@]:0:3}" \
    -Wl,-Bdynamic "${static_flags[@]:3}"

cmake -S tests/client/consumer -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" \
    -DEXAMPLE="$example" > "$work/configure.log"
cmake --build "$work/consumer" > "$work/build.log"

exported=$(nm -D --defined-only "$library/libarena-client.so" | awk '{print $3}' |
    grep -v -E '^(robot|player|rc|mode|why|refusal|principal|tag)_' || true)
if [ -n "$exported" ]; then
    echo "the shared library exports what is not its interface: $exported"
    exit 1
fi

cd "$work"
for program in ./shared ./static consumer/robot-client consumer/robot-client-static; do
    timeout --preserve-status -s TERM 2 "$program" 127.0.0.1 9 > "$work/output"
    grep -q 'motors off' "$work/output"
done
