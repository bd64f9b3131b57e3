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
# What another try cannot mend ends at once; what it may, such as a full disk, is told once.
#
# Exit codes: 0 all accepted; 1 some were not, and the answer says which; 2 a wrong command line,
# file, SPILLWAY_URL or SPILLWAY_KEY; 130 stopped with Ctrl-C.
set -eu

end() { # CODE TEXT
  printf 'send.sh: %s\n' "$2" >&2
  exit "$1"
}

tell() { # TEXT: why it tries again, unless that was the last that was said
  [ "$1" = "$told" ] || printf 'send.sh: %s; trying again\n' "$1" >&2
  told=$1
}

url=${SPILLWAY_URL:-http://127.0.0.1:8080}
url=${url%/}
wrong_url="SPILLWAY_URL must be like http://127.0.0.1:8080: ${url##*@}"
queue=${SPILLWAY_QUEUE:-default}

[ $# -eq 1 ] || { echo "usage: send.sh FILE" >&2; exit 2; }
command -v curl >/dev/null || end 2 "curl is missing; install it"
[ -r "$1" ] && [ ! -d "$1" ] || end 2 "this file cannot be read: $1"
case $url in
  *[@?\#]*) end 2 "$wrong_url" ;;
  http://?* | https://?*) ;;
  *) end 2 "$wrong_url" ;;
esac
case ${SPILLWAY_KEY:-} in
  *[!A-Za-z0-9._~+/=-]*)
    end 2 'SPILLWAY_KEY must be one word, as `spillway key create` shows it'
    ;;
esac
case $queue in # a name with other signs goes as %XX for each byte
  *[!A-Za-z0-9._~-]*)
    queue=$(printf %s "$queue" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'end 130 "stopped; no answer said that the events were accepted"' INT
trap 'exit 143' TERM

# The key goes through a file, because everybody may see a command's arguments.
: >"$work/key"
chmod 600 "$work/key"
[ -z "${SPILLWAY_KEY:-}" ] ||
  printf 'header = "Authorization: Bearer %s"\n' "$SPILLWAY_KEY" >"$work/key"

tries=0
told=
while :; do
  tries=$((tries + 1))
  failure=0
  : >"$work/answer"
  status=$(curl --silent --show-error --max-time 60 --config "$work/key" \
    --header 'Content-Type: application/x-ndjson' --data-binary "@$1" \
    --dump-header "$work/headers" --output "$work/answer" --write-out '%{http_code}' \
    "$url/api/v1/queues/$queue/events?durability=durable" 2>"$work/failure") || failure=$?
  why=$(sed -n '1s/^curl: ([0-9]*) //p' "$work/failure")
  case $failure in
    0) ;;
    3) end 2 "$wrong_url" ;;
    1)
      hint='if it speaks TLS, SPILLWAY_URL begins with https:'
      end 1 "$url: does not answer with HTTP; $hint"
      ;;
    35)
      hint='if it speaks plain HTTP, SPILLWAY_URL begins with http:'
      end 1 "$url: no TLS with it: $why; $hint"
      ;;
    51 | 60 | 77)
      hint='CURL_CA_BUNDLE names the certificates to trust'
      end 1 "$url: cannot trust it: $why; $hint"
      ;;
    6) status=000 why='unknown host' ;;
    7) status=000 why='cannot connect' ;;
    *) status=000 ;;
  esac
  wait=1
  case $status in
    000) tell "no answer from $url: $why" ;;
    429 | 502 | 503 | 504) # or a proxy's words for a gateway that restarts
      wait=$(tr -d '\r' <"$work/headers" | sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\)$/\1/p')
      why=$(sed -n 's/.*"reason":"\([a-z-]*\)","retryAfterMillis":[1-9].*/\1/p' "$work/answer")
      [ "$why" ] || why=$(sed -n 's/.*"urn:spillway:problem:\([a-z-]*\)".*/\1/p' "$work/answer")
      tell "$url: refused for now: ${why:-$status}"
      ;;
    *) break ;;
  esac
  [ "$tries" -lt 30 ] || end 1 "gave up after $tries tries"
  sleep "${wait:-1}"
done

grep -q '"refused":\[' "$work/answer" ||
  grep -qi '^content-type: *application/problem+json' "$work/headers" ||
  end 1 "$url answered $status, and not as a gateway does; is SPILLWAY_URL right?"

# Without an answer the events may have been accepted all the same: then they are there twice, with
# the ids that they have in the file.
cat "$work/answer"
echo
[ "$status" = 202 ] && grep -q '"refused":\[\]' "$work/answer"
