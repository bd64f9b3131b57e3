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

What another try cannot mend ends at once; what it may, such as a full disk, is told once.

Exit codes: 0 all accepted; 1 some were not; 2 a wrong command line, file, SPILLWAY_URL or
SPILLWAY_KEY; 130 stopped with Ctrl-C. Needs nothing but Python 3.8.
"""

import http.client
import json
import os
import re
import socket
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
        self.url = url.rstrip("/")
        self.parts = parts_of(url)
        name = urllib.parse.quote(queue, safe="")
        base = self.parts.path.rstrip("/")
        self.path = f"{base}/api/v1/queues/{name}/events?durability=durable"
        self.headers = {"Content-Type": "application/x-ndjson"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        self.connection = None
        self.accepted = 0
        self.refused = 0
        self.promise = "none"
        self.line = 1
        self.trouble = None

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
                end(1, f"gave up; events not sent: {len(pending)}")
            time.sleep(min(wait, LONGEST_WAIT_SECONDS))

    def attempt(self, records):
        """Sends once; returns what is to be sent again, and the seconds to wait before."""
        body = "".join(record + "\n" for record in records).encode()
        try:
            status, headers, answer = self.exchange(body)
        except (OSError, http.client.HTTPException) as failure:
            self.connection = None
            if lasting(failure):
                end(1, f"{self.url}: {lasting(failure)}")
            self.tell(f"no answer from {self.url}: {reason_of(failure)}")
            return records, 1.0
        if "accepted" in answer and "refused" in answer:
            return self.told(records, answer, headers)
        if status in (429, 502, 503, 504):  # or a proxy's words for a gateway that restarts
            reason = answer.get("type", str(status)).split(":")[-1]
            self.tell(f"{self.url}: refused for now: {reason}")
            after = headers.get("Retry-After", "")
            return records, float(after) if after.isdigit() else 1.0
        if headers.get_content_type() != "application/problem+json":
            doubt = "and not as a gateway does; is SPILLWAY_URL right?"
            end(1, f"{self.url} answered {status}, {doubt}")
        told = f"{status} {answer.get('title')}: {answer.get('detail')}"
        end(1, f"in the batch that begins with line {self.line}: {told}")

    def tell(self, trouble):
        """Says why it tries again, unless that was the last that was said."""
        if trouble != self.trouble:
            say(f"{trouble}; trying again")
        self.trouble = trouble

    def exchange(self, body):
        if self.connection is None:
            secure = self.parts.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self.connection = kind(self.parts.hostname, self.parts.port, timeout=60)
        self.connection.request("POST", self.path, body, self.headers)
        response = self.connection.getresponse()
        text = response.read()
        return response.status, response.headers, object_of(text)

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
                reason = refusal["reason"]
            else:
                self.refused += 1
                say(f"refused: {refusal['reason']}: {record}")
        if again:
            self.tell(f"{self.url}: refused for now: {reason}")
        return again, wait


def say(text):
    """Says it on one line, whatever it holds."""
    printable = "".join(c if c.isprintable() else "?" for c in text)
    print(f"send.py: {printable}", file=sys.stderr)


def end(code, text):
    say(text)
    raise SystemExit(code)


def parts_of(url):
    """The URL taken apart. ValueError if no gateway can have it."""
    parts = urllib.parse.urlsplit(url)
    (parts.hostname or "").encode("idna")
    allowed = re.fullmatch("https?://[!-~]+", url) and not re.search("[@?#]", url)
    if not allowed or not parts.hostname or parts.port == 0:
        raise ValueError(url)
    return parts


def lasting(failure):
    """Why another try would end like this one; nothing if it might not."""
    if isinstance(failure, ssl.SSLCertVerificationError):
        hint = "SSL_CERT_FILE names the certificates to trust"
        return f"cannot trust it: {failure.verify_message.rstrip('.')}; {hint}"
    if isinstance(failure, (ssl.SSLEOFError, http.client.RemoteDisconnected)):
        return None
    if isinstance(failure, ssl.SSLError):
        hint = "if it speaks plain HTTP, SPILLWAY_URL begins with http:"
        return f"no TLS with it: {failure.reason}; {hint}"
    if isinstance(failure, http.client.BadStatusLine):
        return "does not answer with HTTP; if it speaks TLS, SPILLWAY_URL begins with https:"
    return None


def reason_of(failure):
    if isinstance(failure, socket.gaierror):
        return "unknown host"
    if isinstance(failure, ConnectionRefusedError):
        return "connection refused"
    return str(failure) or type(failure).__name__


def object_of(text):
    """The JSON object that the text is; an empty one if it is none."""
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


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
    url = os.environ.get("SPILLWAY_URL", "http://127.0.0.1:8080")
    key = os.environ.get("SPILLWAY_KEY", "")
    if not re.fullmatch("[A-Za-z0-9._~+/=-]*", key):
        end(2, "SPILLWAY_KEY must be one word, as `spillway key create` shows it")
    try:
        sender = Sender(url, os.environ.get("SPILLWAY_QUEUE", "default"), key)
    except ValueError:
        end(2, f"SPILLWAY_URL must be like http://127.0.0.1:8080: {url.rpartition('@')[2]}")
    stopped = ""
    try:
        with open(arguments[0], encoding="utf-8") as lines:
            for first, batch in batches(lines):
                sender.send(first, batch)
    except (OSError, ValueError) as mistake:
        say(f"{arguments[0]}: {mistake}")
        return 2
    except KeyboardInterrupt:
        stopped = f"; stopped in the batch that begins with line {sender.line}"
        return 130
    finally:
        counts = f"accepted {sender.accepted}, refused {sender.refused}"
        print(f"{counts}, promise {sender.promise}{stopped}")
    return 1 if sender.refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
