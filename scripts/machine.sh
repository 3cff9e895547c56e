# Finds programs on this machine, and installs missing packages; read by scripts/bootstrap.

say() { printf 'attain: %s\n' "$*" >&2; }

stop() { say "$*"; exit 1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

has_rabbitmq() {
    for folder in /usr/lib/rabbitmq/bin /usr/local/lib/rabbitmq/bin /opt/rabbitmq/sbin; do
        [ -x "$folder/rabbitmq-server" ] && return 0
    done
    return 1
}

has_postgresql() {
    for program in /usr/lib/postgresql/*/bin/postgres $(command -v postgres); do
        [ -x "$program" ] && return 0
    done
    return 1
}

has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }

# install PACKAGE REASON: by apt, as root or with sudo; it always prints that it does so.
install() {
    package=$1 reason=$2
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo=sudo
        command -v sudo >/dev/null || stop "Install the package $package ($reason)."
    fi
    command -v apt-get >/dev/null || stop "Install the package $package ($reason)."
    say "Installing $package by apt${sudo:+ with sudo}: $reason"
    with_daemons_off apt_install "$package" \
        || stop "apt could not install $package ($reason). Install it and try again."
}

apt_install() {
    get="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0"
    $get install --no-install-recommends "$1" >/dev/null 2>&1 && return 0
    $get update >/dev/null && $get install --no-install-recommends "$1" >/dev/null
}

# The packages would start servers of the system. Attain runs private ones, so a server that
# this installation brings does not start, neither now nor at the next boot.
with_daemons_off() {
    policy=${POLICY:-/usr/sbin/policy-rc.d}
    ours=
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
        $sudo chmod 755 "$policy"
    fi
    before=$(known_daemons)
    result=0
    "$@" || result=$?
    [ -z "$ours" ] || $sudo rm -f "$policy"
    for unit in $(known_daemons); do
        case " $before " in *" $unit "*) ;; *) $sudo systemctl disable -q --now "$unit" || true ;; esac
    done 2>/dev/null
    return $result
}

known_daemons() {
    command -v systemctl >/dev/null || return 0
    for unit in rabbitmq-server.service postgresql.service epmd.service epmd.socket; do
        [ -e "/lib/systemd/system/$unit" ] && printf '%s ' "$unit"
    done
    return 0
}
