#!/usr/bin/env bash
# Two Freshets, of which the second follows the first. Each is killed and started again while events come, and none is lost or doubled.
#   examples/collector-to-collector/show.sh       with freshet of PATH, or built here
#   FRESHET=/path/to/freshet examples/collector-to-collector/show.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../freshet.sh"
export EDGE_KEY=a-key-that-both-have EDGE_URL

start edge --config "$here/edge.toml"
edge=$server edge_address=$address
EDGE_URL="$edge_address/sse/centre"
echo "# the stream of the edge without the key: $(curl -s -o "$work/answer" -w '%{http_code}' "$EDGE_URL")"

start centre --config "$here/centre.toml"
centre=$server

number=0
build() {
  for _ in 1 2 3; do
    number=$((number + 1))
    curl -sf -o "$work/answer" -d "{\"id\":\"build-$number\",\"type\":\"build.finished\",\"source\":\"edge\",\"data\":{\"number\":$number}}" "$edge_address/webhook/builds"
  done
  echo "# $((number - 2)) to $number are taken in by the edge"
}
# The shell is silent about whom it was told to kill.
slay() { kill -9 "$1" && wait "$1" 2>/dev/null || true; }

build
slay "$centre" && echo "# the centre is killed"
build
start centre --config "$here/centre.toml" && echo "# and back"
slay "$edge" && echo "# the edge is killed"
start edge --config "$here/edge.toml" --set "http.port=${edge_address##*:}" && echo "# and back"
build

# start has set address to that of the edge.
centre_address=$(grep -oE 'listening on http://[^ ]+' "$work/centre.log" | cut -d' ' -f3)
listen "$centre_address/sse/events?since=2000-01-01T00:00:00Z" stream
await "build-$number" "$work/stream"
echo "# what the centre has:"
grep '^id: ' "$work/stream"
