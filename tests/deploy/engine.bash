# Sourced by tests/deploy/run: a container engine, Compose and a base image, found or made.
# shellcheck shell=bash
#
# Where no engine answers, one is installed (Debian's, no service is started) and started with its
# own data directory, socket and pid file under $WORK; engine_stop takes everything back, also what
# it did to the network: its bridges, its filter rules, the forwarding switch.

DOCKERD_PID='' OWN_ENGINE=0 MADE_IMAGE='' FORWARDING=''

# True where an engine can be started: root and cgroups that can be written.
engine_possible() {
    [ "$(id -u)" = 0 ] || return 1
    if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        [ -w /sys/fs/cgroup/cgroup.procs ] || return 1
    fi
    local probe
    for probe in /sys/fs/cgroup/memory /sys/fs/cgroup; do
        [ -d "$probe" ] || continue
        mkdir "$probe/arena-probe-$$" 2>/dev/null && rmdir "$probe/arena-probe-$$" && return 0
    done
    return 1
}

engine_start() {
    docker info >/dev/null 2>&1 && return 0
    deploy/packages deploy
    OWN_ENGINE=1
    FORWARDING=$(sysctl -n net.ipv4.ip_forward)
    iptables-save >"$WORK/rules" 2>/dev/null
    ip6tables-save >"$WORK/rules6" 2>/dev/null || true
    ip -o link show type bridge | awk -F': ' '{print $2}' >"$WORK/bridges"
    local device
    device=$(ip route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n1)
    export DOCKER_HOST=unix://$WORK/socket
    setsid dockerd --data-root "$WORK/data" --exec-root "$WORK/exec" --pidfile "$WORK/pid" \
        --host "$DOCKER_HOST" --mtu "$(cat "/sys/class/net/${device:-lo}/mtu")" \
        >"$WORK/dockerd.log" 2>&1 &
    DOCKERD_PID=$!
    for _ in $(seq 120); do
        docker info >/dev/null 2>&1 && return 0
        kill -0 "$DOCKERD_PID" 2>/dev/null || break
        sleep 0.25
    done
    tail -n 20 "$WORK/dockerd.log"
    return 1
}

# The Compose plugin of the next Debian release, unpacked beside the engine, not installed.
compose_find() {
    docker compose version >/dev/null 2>&1 && docker buildx version >/dev/null 2>&1 && return 0
    local apt=$WORK/apt
    mkdir -p "$apt"/{state/lists/partial,cache/archives/partial,etc/parts} "$WORK/config/cli-plugins"
    : >"$apt/state/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_site) trixie main" \
        >"$apt/etc/sources.list"
    cat >"$apt/apt.conf" <<END
Dir::State "$apt/state"; Dir::State::status "$apt/state/status"; Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/etc/sources.list"; Dir::Etc::sourceparts "$apt/etc/parts";
Dir::Etc::preferencesparts "$apt/etc/parts"; APT::Sandbox::User "root"; Acquire::Languages "none";
END
    (cd "$apt/cache" && export APT_CONFIG=$apt/apt.conf && apt-get -qq update &&
        apt-get -qq download docker-compose docker-buildx) || return 1
    local package
    for package in "$apt"/cache/*.deb; do dpkg-deb -x "$package" "$apt/unpacked"; done
    mv "$apt"/unpacked/usr/libexec/docker/cli-plugins/* "$WORK/config/cli-plugins/"
    rm -rf "$apt"
    export DOCKER_CONFIG=$WORK/config
    docker compose version && docker buildx version
}

debian_site() {
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | sort |
        uniq -c | sort -rn | awk 'NR == 1 {print $2}'
}

# The base image: the official one where it is here or can be had, else one made by debootstrap
# that reaches Debian's packages as this machine does.
base_image_find() {
    export BASE_IMAGE=debian:bookworm-slim
    docker image inspect "$BASE_IMAGE" >/dev/null 2>&1 && return 0
    timeout 60 docker pull -q "$BASE_IMAGE" && return 0
    BASE_IMAGE=arena-test.local/debian:bookworm-slim
    local tree=$WORK/tree
    debootstrap --variant=minbase --include=ca-certificates bookworm "$tree" "$(debian_site)" \
        >"$WORK/debootstrap.log" 2>&1 || { tail "$WORK/debootstrap.log" && return 1; }
    rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/var/cache/apt/*.bin "$tree"/var/lib/apt/lists/*
    rm -rf "$tree"/usr/share/{doc,man,locale}/*
    mkdir -p "$tree/var/lib/apt/lists/partial"
    base_image_reach "$tree"
    tar -C "$tree" --numeric-owner -c . | docker import --change 'CMD ["bash"]' - "$BASE_IMAGE"
    MADE_IMAGE=$BASE_IMAGE
    rm -rf --one-file-system "$tree"
}

base_image_reach() {
    local tree=$1 file
    rm -f "$tree/etc/apt/sources.list"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian*; do
        [ ! -e "$file" ] || cp -L "$file" "$tree${file}"
    done
    apt-config dump Acquire 2>/dev/null | grep -Ei '^Acquire::(https?::|Check-|Retries)' \
        >"$tree/etc/apt/apt.conf.d/90host" || true
    printf 'Acquire::Languages "none";\n' >"$tree/etc/apt/apt.conf.d/91slim"
    for file in /usr/local/share/ca-certificates/*.crt; do
        [ -e "$file" ] || return 0
        cp -L "$file" "$tree/usr/local/share/ca-certificates/"
    done
    chroot "$tree" update-ca-certificates >/dev/null 2>&1
}

engine_stop() {
    if [ "$OWN_ENGINE" = 0 ]; then
        [ -z "$MADE_IMAGE" ] || docker image rm -f "$MADE_IMAGE" >/dev/null 2>&1
        return 0
    fi
    if [ -n "$DOCKERD_PID" ] && kill "$DOCKERD_PID" 2>/dev/null; then
        for _ in $(seq 120); do
            [ -d "/proc/$DOCKERD_PID" ] || break
            sleep 0.25
        done
    fi
    umount "$WORK"/exec/netns/* 2>/dev/null
    local link
    ip -o link show type bridge | awk -F': ' '$2 == "docker0" || $2 ~ /^br-/ {print $2}' |
        while read -r link; do
            grep -qx "$link" "$WORK/bridges" || ip link del "$link"
        done
    rules_restore iptables "$WORK/rules"
    rules_restore ip6tables "$WORK/rules6"
    sysctl -qw "net.ipv4.ip_forward=$FORWARDING"
}

# What was there before; where there was nothing, nothing.
rules_restore() {
    local tool=$1 table
    if [ -s "$2" ]; then
        "$tool-restore" <"$2"
        return 0
    fi
    for table in filter nat; do
        "$tool" -t "$table" -F 2>/dev/null
        "$tool" -t "$table" -X 2>/dev/null
    done
    "$tool" -P FORWARD ACCEPT 2>/dev/null
    return 0
}
