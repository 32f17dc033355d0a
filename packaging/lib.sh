# Shared by packaging/run and packaging/test: what the build needs, and how it gets there.
# shellcheck shell=bash

# To build.
build_packages=(g++ cmake ninja-build ccache mold pkg-config make
    qt6-base-dev qt6-svg-dev libgl-dev libegl-dev
    libgraphviz-dev qtkeychain-qt6-dev nlohmann-json3-dev libexpected-dev libsqlite3-dev zlib1g-dev libpq-dev libmariadb-dev)

# To run: database drivers, platform plugins, pictures and fonts.
run_packages=(libqt6sql6-sqlite libqt6sql6-psql libqt6sql6-mysql qt6-qpa-plugins libqt6svg6 libsecret-1-0 fonts-inter fonts-jetbrains-mono)

# To test, beside the two above.
test_packages=(clang-format-14 dbus-daemon gnome-keyring libsecret-tools python3 sqlite3 strace mount util-linux libxml2-utils
    desktop-file-utils git librsvg2-bin libvalijson-dev graphviz openssl libpg-query-dev openssh-client python3-dbus python3-gi)

# Rivals to measure beside.
bench_packages=(sqitch libdbd-sqlite3-perl chromium npm)

# Servers that tests start themselves (tests/support/servers).
server_packages=(postgresql-15 pgbouncer mariadb-server openssh-server)

say() { printf '\n== %s\n' "$*"; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

# Runs a command as root, by sudo where we are not.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "packages are missing and need root to be installed; run this as root or install sudo"
    fi
}

# Installs those of the packages that are not there yet; asks nothing, changes nothing else.
install_packages() {
    local missing=() package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi
    command -v apt-get >/dev/null || die "apt-get is not here; install by other means: ${missing[*]}"
    say "Installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" >/dev/null
}

# Installs Mermaid's command line, which is in no package, below build/ without the browser that it would download.
install_mermaid() {
    local folder=$PWD/build/mermaid
    MMDC=$folder/node_modules/.bin/mmdc
    export MMDC
    if [ ! -x "$MMDC" ]; then
        say "Installing @mermaid-js/mermaid-cli"
        PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund --prefix "$folder" @mermaid-js/mermaid-cli
    fi
}

# Installs the database servers without starting any: their packages would start one each, as services of the
# system, which nobody asked for. Where they are installed already, what runs is left alone.
install_servers() {
    local package wanted=no cluster=/etc/postgresql-common/createcluster.conf policy=/usr/sbin/policy-rc.d
    for package in "${server_packages[@]}"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            wanted=yes
        fi
    done
    if [ "$wanted" = no ]; then
        return 0
    fi
    if [ ! -e "$cluster" ]; then
        # The file belongs to postgresql-common, which comes first, so that it asks nothing about it later.
        install_packages postgresql-common
        as_root sed -i 's/^#* *create_main_cluster *=.*/create_main_cluster = false/' "$cluster"
    fi
    if [ -e "$policy" ]; then
        install_packages "${server_packages[@]}"
    else
        printf '#!/bin/sh\nexit 101\n' | as_root install -m 755 /dev/stdin "$policy"
        local code=0
        (install_packages "${server_packages[@]}") || code=$?
        as_root rm -f "$policy"
        return "$code"
    fi
}

# Configures and builds a preset (see CMakePresets.json). Arguments: preset, ON or OFF for the tests (which
# need more packages), then targets.
build_preset() {
    local preset=$1 tests=$2
    shift 2
    say "Building ($preset)"
    cmake --preset "$preset" -DWHIMBREL_TESTS="$tests" >/dev/null
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" --target "$@"
    else
        cmake --build --preset "$preset"
    fi
}
