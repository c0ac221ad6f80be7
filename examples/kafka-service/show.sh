#!/usr/bin/env bash
# A topic of Kafka becomes a stream, by the profile sse-service and a few lines over it.
#   KAFKA_BROKERS=localhost:9092 examples/kafka-service/show.sh      with freshet of PATH, or built here
# KAFKA_PROPERTIES has more settings of librdkafka, as name=value between commas.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../freshet.sh"
export KAFKA_BROKERS="${KAFKA_BROKERS:-localhost:9092}" KAFKA_TOPICS=shop.orders
# A group of its own each time, so that the topic is read from its beginning.
export KAFKA_GROUP_ID="example-$$-$RANDOM" GRPC_PORT=0 HTTP_HOST=127.0.0.1

start shop --config "$here/shop.toml"
curl -sf -o "$work/answer" -H 'Content-Type: application/x-ndjson' --data-binary @"$here/events.jsonl" "$address/webhook/shop"
echo "# four events are on their way to the topic"

start service --profile sse-service --config "$here/service.toml"
listen "$address/events" all
await 'id: e4' "$work/all"
listen "$address/events?event_types=shop.order.*" orders
await 'id: e3' "$work/orders"
for stream in all orders; do
  echo "# $stream:"
  # Without what each connection has of its own: the retry, and the greeting.
  grep -A2 '^event: shop' "$work/$stream" | grep -v '^--' | grep .
done
