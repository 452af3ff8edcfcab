#!/bin/sh
# Give udev's own test a made-up board to judge: udev.sh UDEVADM RULES KIND VENDOR PRODUCT SERIAL [name-step FOLDER STATION]
#
# KIND is acm or usbserial, SERIAL may be empty. RULES is a folder of rule files. Prints what udev knows of the port
# (KEY=value), its node as "mode owner group name", what its links lead to, and the plug's power control. With
# name-step it first names the step as the scripts in FOLDER do, asking the program STATION, and prints the names that
# are given then; RULES may hold some. PRODUCT_NAME is what the plug calls itself.
# Runs in mounts of its own: /sys, /dev, /run, /opt and /var/lib are made up here and gone with it.
set -eu
udevadm=$1 rules=$2 kind=$3 vendor=$4 product=$5 serial=$6
shift 6
mount --make-rprivate /
keep=$(mktemp -d)
cp "$udevadm" "$keep/udevadm"
cp -r "$rules" "$keep/rules"
[ "${1:-}" != name-step ] || { cp -r "$2" "$keep/kiosk" && cp "$3" "$keep/station"; }
mount -t tmpfs tmpfs /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /dev
mknod /dev/null c 1 3
chmod 666 /dev/null
mkdir -p /run/udev
cp -r "$keep/rules" /run/udev/rules.d

hub=/sys/devices/pci0000:00/0000:00:14.0
plug=$hub/usb1/1-1
interface=$plug/1-1:1.0
if [ "$kind" = acm ]; then
    name=ttyACM0 major=166 port=$interface/tty/$name
else
    name=ttyUSB0 major=188 port=$interface/$name/tty/$name
fi
mkdir -p "$port" "$plug/power" /sys/class/tty /sys/bus/usb/devices /sys/bus/pci /sys/bus/usb-serial /sys/dev/char
ln -s /sys/bus/pci "$hub/subsystem"
for part in "$hub/usb1" "$plug" "$interface"; do ln -s /sys/bus/usb "$part/subsystem"; done
[ "$kind" = acm ] || ln -s /sys/bus/usb-serial "$interface/$name/subsystem"
ln -s /sys/class/tty "$port/subsystem"
ln -s "$port" "/sys/class/tty/$name"
ln -s "$port" "/sys/dev/char/$major:0"
: >"$hub/uevent"
printf 'DEVTYPE=usb_device\n' | tee "$hub/usb1/uevent" >"$plug/uevent"
printf 'DEVTYPE=usb_interface\n' >"$interface/uevent"
echo "$vendor" >"$plug/idVendor"
echo "$product" >"$plug/idProduct"
[ -z "${PRODUCT_NAME:-}" ] || echo "$PRODUCT_NAME" >"$plug/product"
[ -z "$serial" ] || echo "$serial" >"$plug/serial"
: >"$plug/power/control"
echo 02 >"$interface/bInterfaceClass"
echo 00 >"$interface/bInterfaceNumber"
printf 'MAJOR=%s\nMINOR=0\nDEVNAME=%s\n' "$major" "$name" >"$port/uevent"
echo "$major:0" >"$port/dev"
mknod "/dev/$name" c "$major" 0

SYSTEMD_DEVICE_VERIFY_SYSFS=0
export SYSTEMD_DEVICE_VERIFY_SYSFS
judge() { "$keep/udevadm" test --action=add "${port#/sys}" 2>"$keep/said"; }
judge >"$keep/known"
if [ "${1:-}" = name-step ]; then
    # The rule that is written goes where this udev looks; the daemon that would be told of it is not here.
    mkdir "$keep/bin"
    # shellcheck disable=SC2016  # the script that is written expands them
    printf '#!/bin/sh\ncase $1 in control | trigger) exit 0 ;; esac\nexec %s/udevadm "$@"\n' "$keep" >"$keep/bin/udevadm"
    chmod 755 "$keep/bin/udevadm"
    named=/run/udev/rules.d/71-heeldrop-steps.rules
    mount -t tmpfs tmpfs /opt
    mount -t tmpfs tmpfs /var/lib
    mkdir -p /opt/heeldrop-station/current/bin /var/lib/heeldrop-station
    cp "$keep/station" /opt/heeldrop-station/current/bin/station
    { cat /etc/passwd && echo 'station:x:65534:65534::/var/lib/heeldrop-station:/bin/sh'; } >"$keep/passwd"
    mount --bind "$keep/passwd" /etc/passwd
    HEELDROP_RULES=$named PATH=$keep/bin:$PATH "$keep/kiosk/name-step" "/dev/$name"
    sed 's/^/given: /' "$named"
    judge >"$keep/known"
fi
grep -E '^[A-Z_]+=' "$keep/known"
grep -iE 'invalid|unknown|error' "$keep/said" | grep heeldrop >&2 || true
"$keep/udevadm" test --action=add "${plug#/sys}" >/dev/null 2>&1
stat -c '%a %U %G %n' "/dev/$name"
for link in /dev/heeldrop/*; do [ ! -L "$link" ] || echo "$link leads to $(readlink -f "$link")"; done
echo "power $(cat "$plug/power/control")"
