# Shared by install, update, rollback and name-step. POSIX sh.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154  # names set here are used there, and the other way round
app=heeldrop-station
opt=/opt/$app
versions=$opt/versions
tools=$opt/kiosk
state=/var/lib/$app
etc=/etc/$app
unit=heeldrop-kiosk.service
user=station
dry=${dry:-}
me=${0##*/}

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "$me" "$*" >&2; }
# refuse WHAT REMEDY: nothing was changed yet, and this is what to do.
refuse() {
    printf '%s: %s. %s\n' "$me" "$1" "$2" >&2
    exit 1
}
# Say a command and run it; with --dry-run only say it.
run() {
    say "+ $*"
    [ -n "$dry" ] || "$@"
}

need_root() { [ "$(id -u)" = 0 ] || refuse "this changes the machine" "Run: sudo $0"; }

# One at a time. The lock lives as long as descriptor 9.
only_one() {
    [ -z "$dry" ] || return 0
    exec 9>"/run/$app-admin.lock"
    flock -n 9 || refuse "another install, update or rollback is at work" "Wait until it has ended"
}

need_writable() {
    # A test of the folder, not of the mount table: an overlay in memory is asked for below.
    if [ ! -w "$1" ] || ! (: >"$1/.$app-try") 2>/dev/null; then
        refuse "$1 cannot be written" "Make it writable for now: mount -o remount,rw /"
    fi
    rm -f "$1/.$app-try"
    if [ "$(stat -f -c %T "$1")" = overlayfs ] && command -v overlayroot-chroot >/dev/null; then
        refuse "$1 lies in memory (overlayroot) and would be gone after a start" \
            "Run this inside: sudo overlayroot-chroot"
    fi
}

# Not inside a chroot (overlayroot-chroot, an image being made), where systemctl says yes to everything and does nothing.
systemd_runs() { [ -d /run/systemd/system ] && ! systemd-detect-virt --quiet --chroot; }
service() {
    if systemd_runs; then run systemctl "$1" "$unit"; else say "  no systemd runs here: $unit is not told to $1"; fi
}

# as_station COMMAND...: as the kiosk's user, with the kiosk's configuration and nothing of the caller's.
as_station() {
    (cd "$state" && runuser -u "$user" -- env -i HOME="$state" XDG_DATA_HOME=/var/lib PATH=/usr/bin:/bin LANG=C.UTF-8 OPENBLAS_NUM_THREADS=1 \
        STATION_CONFIG="$etc/station.toml" "$@")
}

# version_of_wheel FILE: the version in the name of a wheel of the station, or a refusal.
version_of_wheel() {
    case ${1##*/} in
        heeldrop_station-*-py3-none-any.whl) ;;
        *) refuse "$1 is no wheel of the station" "It is called heeldrop_station-VERSION-py3-none-any.whl" ;;
    esac
    [ -r "$1" ] || refuse "there is no wheel $1" "Build one in a checkout: make wheel"
    wheel_version=${1##*/heeldrop_station-}
    wheel_version=${wheel_version%-py3-none-any.whl}
}

# Where a link of ours leads, as the bare name of a version; empty when there is none.
version_at() {
    [ -L "$opt/$1" ] || return 0
    at=$(readlink "$opt/$1")
    printf '%s' "${at##*/}"
}

# point NAME VERSION: let a link lead to a version, in one step that a power cut cannot halve.
point() {
    say "+ $opt/$1 -> versions/$2"
    [ -z "$dry" ] || return 0
    ln -sfn "versions/$2" "$opt/$1.new"
    mv -T "$opt/$1.new" "$opt/$1"
    sync "$opt"
}

# build WHEEL: a new folder of versions/ with its own Python packages; the name is left in $built.
# It is finished when .complete lies in it. What was cut off before that is removed here.
build() {
    last=0
    for folder in "$versions"/*-*; do
        [ -d "$folder" ] || continue
        name=${folder##*/}
        if [ ! -e "$folder/.complete" ]; then
            run rm -rf "$folder"
            continue
        fi
        [ "${name%%-*}" -gt "$last" ] && last=${name%%-*}
    done
    built=$((last + 1))-$wheel_version
    into=$versions/$built
    run "$python" -m venv "$into"
    if [ -n "${wheelhouse:-}" ]; then
        run "$into/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
            --no-index --find-links "$wheelhouse" "$1$extras"
    else
        run "$into/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
            "$1$extras"
    fi || {
        run rm -rf "$into"
        refuse "the packages could not be installed" \
            "See above. Without a network, fetch them elsewhere: pip download -d FOLDER WHEEL, then --wheelhouse FOLDER"
    }
    [ -n "$dry" ] || chmod -R go+rX "$into"
    try "$built"
    run touch "$into/.complete"
    [ -n "$dry" ] || sync -f "$into"
}

# try VERSION: let it measure a simulated set on a copy of the database, which it first brings up to its own shape.
# The copy is deleted, and InfluxDB left out: nothing simulated comes near what people measured.
try() {
    say "+ trying $1: its version, this machine's configuration, one simulated set on a copy of the database"
    [ -z "$dry" ] || return 0
    station=$versions/$1/bin/station
    trial=$state/.trial
    rm -rf "$trial"
    as_station mkdir -m 700 "$trial"
    said=$(as_station "$station" --version) || unfit "$1" "it does not start"
    [ "$said" = "station ${1#*-}" ] || unfit "$1" "it says '$said'"
    as_station "$station" config show >/dev/null || unfit "$1" "it refuses $etc/station.toml"
    if [ -e "$state/station.db" ]; then
        as_station "$opt/current/bin/station" store backup "$trial/station.db" >/dev/null ||
            unfit "$1" "the database could not be copied for the trial"
    fi
    as_station env STATION_STATION_DATA_DIR="$trial" STATION_INFLUX_URL= "$station" demo </dev/null >"$trial.log" 2>&1 || {
        tail -n 3 "$trial.log" >&2
        unfit "$1" "its simulated set failed"
    }
    tail -n 1 "$trial.log"
    rm -rf "$trial" "$trial.log"
}
unfit() {
    rm -rf "${versions:?}/$1" "$state/.trial" "$state/.trial.log"
    refuse "$1 is not fit: $2" "Nothing was switched; what ran before goes on running"
}

# shape_of DATABASE: the number of the shape it has.
shape_of() {
    as_station "$opt/current/bin/python" -c '
import pathlib, sqlite3, sys
database = pathlib.Path(sys.argv[1]).as_uri() + "?mode=ro"
print(sqlite3.connect(database, uri=True).execute("PRAGMA user_version").fetchone()[0])' "$1"
}

# reads VERSION: whether it can read the database as it is now; if not, why is left in $why.
reads() { why=$(as_station "$versions/$1/bin/station" athlete list 2>&1 >/dev/null); }

# comes_up: whether the kiosk that was just started stays up for some seconds.
comes_up() {
    systemd_runs || return 0
    [ -z "$dry" ] || return 0
    waited=0
    while [ "$waited" -lt 8 ]; do
        sleep 1
        waited=$((waited + 1))
    done
    [ "$(systemctl show -p ActiveState --value "$unit")" = active ] &&
        [ "$(systemctl show -p NRestarts --value "$unit")" = 0 ]
}
