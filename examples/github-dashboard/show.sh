#!/usr/bin/env bash
# Sends what GitHub would send, signed as GitHub signs it, and shows what comes of it on the stream.
#   examples/github-dashboard/show.sh             with freshet of PATH, or built here
#   FRESHET=/path/to/freshet examples/github-dashboard/show.sh
#   KEEP=1 examples/github-dashboard/show.sh      and stays, so that you can look at the dashboard
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../freshet.sh"
export GITHUB_WEBHOOK_SECRET="It's a Secret to Everybody"

start github --config "$here/freshet.toml" --set "http.port=${HTTP_PORT:-0}"
listen "$address/sse/cdevents" stream

# deliver EVENT FILE SECRET: prints the answer's status.
deliver() {
  local signature
  signature=$(openssl dgst -sha256 -hmac "$3" -r <"$2" | cut -d' ' -f1)
  curl -s -o "$work/answer" -w '%{http_code}' --data-binary @"$2" -H 'Content-Type: application/json' \
    -H "X-GitHub-Event: $1" -H "X-Hub-Signature-256: sha256=$signature" "$address/webhook/github"
}

for delivery in pull_request.opened push pull_request.merged issues.closed workflow_run.completed; do
  echo "# sent $delivery: $(deliver "${delivery%%.*}" "$here/inputs/$delivery.json" "$GITHUB_WEBHOOK_SECRET")"
done
echo "# sent the last again: $(deliver workflow_run "$here/inputs/workflow_run.completed.json" "$GITHUB_WEBHOOK_SECRET")"
echo "# signed with another secret: $(deliver push "$here/inputs/push.json" mallory)"

await 'pipelinerun' "$work/stream"
grep -E '^(event|id|data): ' "$work/stream"
if [ -n "${KEEP:-}" ]; then
  echo "# dashboard: $address/   page: file://$here/page.html#$address/sse/cdevents   (Ctrl+C ends it)"
  wait "$server"
fi
