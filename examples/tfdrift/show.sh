#!/usr/bin/env bash
# Shows drift with nothing but curl: starts Freshet on a state of Terraform, listens to its stream, sends the alerts as Falco would, and puts a newer state in the old one's place.
#   examples/tfdrift/show.sh             with freshet of PATH, or built here
#   FRESHET=/path/to/freshet examples/tfdrift/show.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server='' listener=''

finish() {
  [ -z "$listener" ] || kill "$listener" 2>/dev/null || true
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server"; } || true
  rm -r "$work"
}
trap finish EXIT

# What stands in a file by then, within a minute.
await() {
  for _ in $(seq 600); do
    grep -q "$1" "$2" 2>/dev/null && return
    sleep 0.1
  done
  echo "waited a minute for: $1" >&2
  cat "$work/log" >&2
  exit 1
}

cp "$here/terraform.tfstate" "$work/terraform.tfstate"
export TERRAFORM_STATE="$work/terraform.tfstate" JOURNAL_PATH="$work/journal" HTTP_PORT="${HTTP_PORT:-0}"
if [ -n "${FRESHET:-}" ] || command -v freshet >/dev/null; then
  (cd "$work" && exec "${FRESHET:-freshet}" connect --profile tfdrift) >"$work/log" 2>&1 </dev/null &
else
  echo "# building Freshet" >&2
  dotnet build -c Release "$here/../../src/Freshet" --nologo -v quiet >&2
  (cd "$work" && exec dotnet "$here/../../src/Freshet/bin/Release/net10.0/freshet.dll" connect --profile tfdrift) >"$work/log" 2>&1 </dev/null &
fi
server=$!
await 'listening on' "$work/log"
address=$(grep -oE 'listening on http://[^ ]+' "$work/log" | head -1 | cut -d' ' -f3)

curl -sN "$address/api/v1/stream" >"$work/stream" &
listener=$!
await 'event: connected' "$work/stream"

for alert in "$here"/alerts/*.json; do
  curl -sf -d @"$alert" "$address/falco" >/dev/null
  echo "# sent $(basename "$alert")"
done
# As Terraform's wrappers do it: at once.
cp "$here/terraform-43.tfstate" "$work/new" && mv "$work/new" "$work/terraform.tfstate"
echo "# put serial 43 in the place of serial 42"
await 'event: state_change' "$work/stream"

# Falco's own alerts are on the stream too; here is what came of them.
grep -A2 -E '^event: (drift|state_change)' "$work/stream" | grep -v '^--'
