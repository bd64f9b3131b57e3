#!/usr/bin/env python3
"""Sends a file of events, a JSON object on each line, and asks for the durable promise.

    examples/clients/send.py examples/security-events.ndjson

Events go in batches. Each gets an id if it has none, so that what is sent again can be told from
what is new. What the gateway refuses for now is sent again when its time has come; so is a batch
that got no answer. What it refuses for good is told, and nothing else is lost for it.

    SPILLWAY_URL     the gateway; http://127.0.0.1:8080 if not set
    SPILLWAY_QUEUE   the queue; default if not set
    SPILLWAY_KEY     a key, if the gateway asks for one
    SSL_CERT_FILE    certificates to trust, if the system does not trust the gateway's

Exit codes: 0 all accepted; 1 some were not; 2 wrong usage. Needs nothing but Python 3.8.
"""

import http.client
import json
import os
import ssl
import sys
import time
import urllib.parse
import uuid

BATCH = 500
PATIENCE_SECONDS = 300
LONGEST_WAIT_SECONDS = 60


class Sender:
    """Brings batches to one queue. Keeps its connection between them."""

    def __init__(self, url, queue, key):
        self.url = urllib.parse.urlsplit(url)
        if self.url.scheme not in ("http", "https") or not self.url.hostname:
            raise SystemExit(f"send.py: SPILLWAY_URL must be like http://127.0.0.1:8080: {url}")
        name = urllib.parse.quote(queue, safe="")
        self.path = f"{self.url.path.rstrip('/')}/api/v1/queues/{name}/events?durability=durable"
        self.headers = {"Content-Type": "application/x-ndjson"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        self.connection = None
        self.accepted = 0
        self.refused = 0
        self.promise = None
        self.line = 1

    def send(self, line, records):
        """Sends what begins with a line of the file until each is accepted or refused for good."""
        self.line = line
        pending = records
        last_success = time.monotonic()
        while pending:
            before = self.accepted
            pending, wait = self.attempt(pending)
            if self.accepted > before:
                last_success = time.monotonic()
            if pending and time.monotonic() - last_success > PATIENCE_SECONDS:
                raise SystemExit(f"send.py: gave up; events not sent: {len(pending)}")
            time.sleep(min(wait, LONGEST_WAIT_SECONDS))

    def attempt(self, records):
        """Sends once; returns what is to be sent again, and the seconds to wait before."""
        body = "".join(record + "\n" for record in records).encode()
        try:
            status, headers, answer = self.exchange(body)
        except ssl.SSLCertVerificationError as failure:
            hint = "set SSL_CERT_FILE to the certificates to trust"
            raise SystemExit(f"send.py: cannot trust {self.url.netloc}: {failure}; {hint}")
        except (OSError, http.client.HTTPException) as failure:
            print(f"send.py: no answer from {self.url.netloc}: {failure}", file=sys.stderr)
            self.connection = None
            return records, 1.0
        if status == 202 or "refused" in answer:
            return self.told(records, answer, headers)
        if status in (429, 503):
            return records, float(headers.get("Retry-After", "1"))
        told = f"{status} {answer.get('title')}: {answer.get('detail')}"
        raise SystemExit(f"send.py: in the batch that begins with line {self.line}: {told}")

    def exchange(self, body):
        if self.connection is None:
            secure = self.url.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self.connection = kind(self.url.hostname, self.url.port, timeout=60)
        self.connection.request("POST", self.path, body, self.headers)
        response = self.connection.getresponse()
        text = response.read()
        is_json = "json" in (response.getheader("Content-Type") or "")
        return response.status, response.headers, json.loads(text) if is_json else {}

    def told(self, records, answer, headers):
        """What a receipt says of each record."""
        self.accepted += answer["accepted"]
        self.promise = answer["durability"] if answer["accepted"] else self.promise
        again = []
        wait = float(headers.get("Spillway-Throttle-Ms", "0")) / 1000
        for refusal in answer["refused"]:
            record = records[refusal["index"]]
            if refusal["retryAfterMillis"] > 0:
                again.append(record)
                wait = max(wait, refusal["retryAfterMillis"] / 1000)
            else:
                self.refused += 1
                print(f"send.py: refused: {refusal['reason']}: {record}", file=sys.stderr)
        return again, wait


def with_id(line, number):
    """The record as it is, or with an id of its own."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as mistake:
        raise ValueError(f"line {number} column {mistake.colno}: {mistake.msg}") from mistake
    if not isinstance(record, dict):
        raise ValueError(f"line {number}: not a JSON object")
    if record.get("id") is None:
        record["id"] = str(uuid.uuid4())
        return json.dumps(record)
    return line


def batches(lines):
    batch = []
    first = 1
    for number, line in enumerate(lines, start=1):
        if line.strip():
            first = first if batch else number
            batch.append(with_id(line.strip(), number))
        if len(batch) == BATCH:
            yield first, batch
            batch = []
    if batch:
        yield first, batch


def main(arguments):
    if len(arguments) != 1:
        print("usage: send.py FILE", file=sys.stderr)
        return 2
    sender = Sender(
        os.environ.get("SPILLWAY_URL", "http://127.0.0.1:8080"),
        os.environ.get("SPILLWAY_QUEUE", "default"),
        os.environ.get("SPILLWAY_KEY"),
    )
    try:
        with open(arguments[0], encoding="utf-8") as lines:
            for first, batch in batches(lines):
                sender.send(first, batch)
    except (OSError, ValueError) as mistake:
        print(f"send.py: {arguments[0]}: {mistake}", file=sys.stderr)
        return 2
    finally:
        print(f"accepted {sender.accepted}, refused {sender.refused}, promise {sender.promise}")
    return 1 if sender.refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
