#!/bin/sh
# Sends a file of events, a JSON object on each line, in one request, and asks for the durable
# promise. Waits and tries again while the gateway has no room or is not there.
#
#   examples/clients/send.sh examples/security-events.ndjson
#
#   SPILLWAY_URL     the gateway; http://127.0.0.1:8080 if not set
#   SPILLWAY_QUEUE   the queue; default if not set
#   SPILLWAY_KEY     a key, if the gateway asks for one
#   CURL_CA_BUNDLE   certificates to trust, if the system does not trust the gateway's
#
# Exit codes: 0 all accepted; 1 some were not, and the answer says which; 2 wrong usage.
set -eu

[ $# -eq 1 ] || { echo "usage: send.sh FILE" >&2; exit 2; }
command -v curl >/dev/null || { echo "send.sh: curl is missing; install it" >&2; exit 2; }
[ -r "$1" ] || { echo "send.sh: this file cannot be read: $1" >&2; exit 2; }

url=${SPILLWAY_URL:-http://127.0.0.1:8080}
url=${url%/}
queue=${SPILLWAY_QUEUE:-default}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The key goes through a file, because everybody may see a command's arguments.
: >"$work/key"
chmod 600 "$work/key"
[ -z "${SPILLWAY_KEY:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$SPILLWAY_KEY" >"$work/key"

tries=0
while :; do
  tries=$((tries + 1))
  failure=0
  status=$(curl --silent --show-error --max-time 60 --config "$work/key" \
    --header 'Content-Type: application/x-ndjson' --data-binary "@$1" \
    --dump-header "$work/headers" --output "$work/answer" --write-out '%{http_code}' \
    "$url/api/v1/queues/$queue/events?durability=durable") || failure=$?
  wait=1
  [ "$failure" = 0 ] || status=000
  case $failure in
    51 | 60 | 77)
      echo "send.sh: cannot trust $url; set CURL_CA_BUNDLE to the certificates to trust" >&2
      exit 1
      ;;
  esac
  case $status in
    000) echo "send.sh: no answer from $url" >&2 ;;
    429 | 503)
      wait=$(tr -d '\r' <"$work/headers" | sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\)$/\1/p')
      ;;
    *) break ;;
  esac
  [ "$tries" -lt 30 ] || { echo "send.sh: gave up after $tries tries" >&2; exit 1; }
  sleep "${wait:-1}"
done

# Without an answer the events may have been accepted all the same: then they are there twice, with
# the ids that they have in the file.
cat "$work/answer"
echo
[ "$status" = 202 ] && grep -q '"refused":\[\]' "$work/answer"
