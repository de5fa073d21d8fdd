#!/bin/sh
# A step of action.yml: runs the scenarios with the reports that GitHub shows, and gives the paths of the others as outputs.
# Reads SCENARIOS, OPTIONS (both split at spaces), AS_ROOT (true or false), SHARD and DURATIONS.
set -eu
cli="$(cd "$(dirname "$0")/.." && pwd)/dist/cli.js"
folder="$(mktemp -d "${RUNNER_TEMP:-/tmp}/mtulab-XXXXXX")"
report="$folder/report.json" page="$folder/page.html"
printf 'report=%s\npage=%s\n' "$report" "$page" >>"$GITHUB_OUTPUT"

as_root=''
if [ "${AS_ROOT:-true}" = true ] && [ "$(id -u)" != 0 ]; then
  as_root='sudo --preserve-env=PATH,GITHUB_STEP_SUMMARY,GITHUB_WORKSPACE,RUNNER_TEMP'
fi
durations=''
if [ -n "${SHARD:-}" ] && [ -f "${DURATIONS:-}" ]; then durations="--durations=$DURATIONS"; fi

code=0
# shellcheck disable=SC2086 # lists of words
$as_root env PATH="$PATH" "$(command -v node)" "$cli" run ${SCENARIOS:-scenarios} ${OPTIONS:-} ${SHARD:+--shard "$SHARD"} ${durations:+"$durations"} \
  --report text=/dev/stderr --report github --report "json=$report" --report "html=$page" || code=$?
# What root has written is read by the next step, which is none.
if [ -n "$as_root" ]; then sudo chown -R "$(id -u):$(id -g)" "$folder"; fi
exit "$code"
