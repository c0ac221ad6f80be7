#!/usr/bin/env bash
# Shows drift with nothing but curl: starts Freshet on a state of Terraform, listens to its stream, sends the alerts as Falco would, and puts a newer state in the old one's place.
#   examples/tfdrift/show.sh             with freshet of PATH, or built here
#   FRESHET=/path/to/freshet examples/tfdrift/show.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../freshet.sh"

cp "$here/terraform.tfstate" "$work/terraform.tfstate"
export TERRAFORM_STATE="$work/terraform.tfstate"
start drift --profile tfdrift --set "http.port=${HTTP_PORT:-0}"
listen "$address/api/v1/stream" stream
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
