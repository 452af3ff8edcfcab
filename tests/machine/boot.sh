#!/bin/sh
# Start this machine's own systemd a second time, as the first process of a scratch machine: boot.sh FOLDER TTY
#
# Its disk is this machine's, seen through an overlay in memory: whatever it writes is gone with it. It has processes,
# mounts, control groups, a name and device nodes of its own; its first console is the pseudo-terminal TTY. Neither /sys
# nor /proc/sys can be written in it. It is told what to start by FOLDER/etc, laid over /etc; FOLDER itself is /mnt/test in it.
set -eu
folder=$1 tty=$2
if [ "${3:-}" != inside ]; then
    # A control group of its own under the one that this runs in, in each hierarchy that lets it.
    while IFS=: read -r _ controllers path; do
        for top in "/sys/fs/cgroup/${controllers#name=}" /sys/fs/cgroup/unified; do
            group=$top$path/${folder##*/}
            if [ "$controllers" != cpuset ] && mkdir "$group" 2>/dev/null; then
                echo $$ >"$group/cgroup.procs" || rmdir "$group"
                break
            fi
        done
    done </proc/self/cgroup
    exec unshare --mount --pid --uts --cgroup --ipc --fork --kill-child -- "$0" "$folder" "$tty" inside
fi
root=$folder/root
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$folder/memory"
mkdir "$folder/memory/upper" "$folder/memory/work"
mount -t overlay -o "lowerdir=/,upperdir=$folder/memory/upper,workdir=$folder/memory/work" overlay "$root"
cp -r "$folder/etc/." "$root/etc"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    umount "$root/sys/fs/cgroup"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    for controller in systemd memory pids cpu; do
        mkdir "$root/sys/fs/cgroup/$controller"
        option=$controller
        [ "$controller" != systemd ] || option=none,name=systemd
        mount -t cgroup -o "$option" cgroup "$root/sys/fs/cgroup/$controller" || rmdir "$root/sys/fs/cgroup/$controller"
    done
fi
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
# Nodes of its own, never this machine's: systemd gives its console to root and the group tty, whatever it is made of.
while read -r device major minor; do
    mknod -m 666 "$root/dev/$device" c "$major" "$minor"
done <<EOF
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
console 1 3
EOF
touch "$root/dev/tty1"
mount --bind "$tty" "$root/dev/tty1"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root/mnt/test"
mount --bind "$folder" "$root/mnt/test"
mkdir "$root/run/before"
cd "$root"
pivot_root . run/before
umount -l /run/before
hostname scratch
exec env -i container=scratch PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=journal
