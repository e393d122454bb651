#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Lets gammaflow write into file systems that are too small, from nothing up to enough: `run`, `study`, `reference`.
#
#   tests/harness/disk_full.sh PROGRAM [SIZES]    SIZES: how many sizes per command (5)
#
# What would be caught: a success that has not written everything, another exit code than 2 with a message that names a
# file, a crash, half-written files that stay; a directory that does not go on once there is room. Exit code 0: all as it
# should be; 1: not; 77: no file system can be mounted here (ctest: skipped).
set -uo pipefail
if [[ -z ${GAMMAFLOW_DISK_FULL:-} ]]; then
  unshare -rm true 2>/dev/null || { echo "skipped: no mount namespaces"; exit 77; }
  GAMMAFLOW_DISK_FULL=inside exec unshare -rm "$0" "$@"
fi
program=$(readlink -f "$1")
. "$(dirname "$(readlink -f "$0")")/small_study.sh"
sizes=${2:-5}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir disk
mount -t tmpfs -o size=1m none disk 2>/dev/null || { echo "skipped: nothing can be mounted"; exit 77; }
umount disk

small_flow 16 4 10 'set formula = exp(-x)' >flow.prm
small_study flow.prm >study.prm

start() {  # COMMAND
  case $1 in
    run) "$program" run flow.prm --quiet --threads 1 --output disk/a ;;
    study) "$program" study study.prm --quiet --threads 1 --output disk/a ;;
    reference) "$program" reference flow.prm --tolerance 1e-2 --quiet --threads 1 --output disk/a ;;
  esac
}
names() { (cd disk/a && find . -type f | sort); }

failed=0 full=0
fail() {
  echo "FAILED: $*"
  failed=$((failed + 1))
}
for command in run study reference; do
  mount -t tmpfs -o size=64m none disk
  start "$command" >/dev/null 2>err
  code=$?
  names >whole.txt
  need=$(du -sk disk | cut -f1)
  umount disk
  for ((k = 0; k < sizes; ++k)); do
    size=$((4 + (need + 8) * k / (sizes - 1)))
    mount -t tmpfs -o size=${size}k none disk
    start "$command" >out 2>err
    got=$?
    if ((got == code)); then
      names | cmp -s - whole.txt || fail "$command in $size KiB: exit $got, and not everything was written"
    else
      full=$((full + 1))
      ((got == 2)) || fail "$command in $size KiB: exit $got: $(cat err)"
      grep -q '^error: disk/a.*:' err || fail "$command in $size KiB: no file is named: $(cat err)"
      [[ -z $(find disk -name '*.part*') ]] || fail "$command in $size KiB: left $(find disk -name '*.part*')"
    fi
    mount -o remount,size=64m disk
    start "$command" >out 2>err
    got=$?
    ((got == code)) || fail "$command, with room again: exit $got: $(cat err)"
    names | cmp -s - whole.txt || fail "$command, with room again: not everything is there"
    umount disk
  done
  echo "$command: needs $need KiB"
done
echo "$full starts in a place too small, $failed failures"
((failed == 0))
