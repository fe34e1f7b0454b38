#!/usr/bin/python3
"""Matches, rules and the map at the HTTP door: lists, documents, logs, records that are told piece by piece, and
every wrong way of asking.

    test_matches.py DOOR [unittest arguments]
"""
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

from knock import BOUND, DOOR, MAP, AtTheDoor, knock

PATHS = ("/api/v1/matches", "/api/v1/matches/m-1", "/api/v1/matches/m-1/events", "/api/v1/matches/m-1/record",
         "/api/v1/rules", "/api/v1/map")
ANN = {"Authorization": "Bearer good-player-ann"}


class Matches(AtTheDoor):
    def fetch(self, path):
        answer = self.get(path, **ANN)
        self.assertEqual((answer.status, answer.whole), (200, True), answer.raw[:300])
        return json.loads(answer.body)

    def test_matches_are_for_whoever_has_a_token(self):
        for path in PATHS:
            self.assert_problem(self.get(path), 401, "unauthorized", path)
            self.assert_problem(self.get(path, Authorization="Bearer bad"), 401, "unauthorized", path)
            for who in ("player-ann", "watcher-w", "referee-r", "bot-b", "operator-o", "robot-scout1"):
                self.assertEqual(self.get(path, Authorization=f"Bearer good-{who}").status, 200, f"{path} {who}")
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                self.assert_problem(self.request(method, path, ANN), 405, "method_not_allowed", path)
            head = self.request("HEAD", path, dict(ANN, Connection="close"))
            self.assertEqual((head.status, head.body), (200, b""), path)
            self.assertEqual(self.request("GET", path, ANN, port=self.internal).status, 404, path)
            self.assertEqual(self.get(path, **ANN).headers["cache-control"], "no-store", path)

    def test_lists_are_newest_first_and_by_pages(self):
        ids, after = [], ""
        while after is not None:
            page = self.fetch(f"/api/v1/matches?limit=7{after}")
            ids += [match["id"] for match in page["matches"]]
            self.assertLessEqual(len(page["matches"]), 7)
            after = f"&after={page['next']}" if "next" in page else None
        self.assertEqual(ids, ["m-here", "m-1"] + [f"m-old-{i}" for i in range(30, 0, -1)] + ["m-broken"])
        self.assertEqual(len(self.fetch("/api/v1/matches")["matches"]), 20)
        self.assertEqual([m["id"] for m in self.fetch("/api/v1/matches?state=open")["matches"]], ["m-here"])
        over = self.fetch("/api/v1/matches?state=over&limit=1")
        self.assertEqual(([m["id"] for m in over["matches"]], over["next"]), (["m-1"], "m-1"))
        self.assertEqual(self.fetch("/api/v1/matches?after=m-broken"), {"matches": []})

    def test_a_match_in_a_list_says_how_it_stands_now(self):
        here, played = self.fetch("/api/v1/matches?limit=2")["matches"]
        self.assertEqual((here["state"], here["teams"], here["players"]),
                         ("running", [{"name": "red", "score": 0}, {"name": "blue", "score": 5}], 1))
        self.assertNotIn("winner", here)
        self.assertEqual((played["state"], played["players"], played["host"]), ("finished", 4, "player/host"))
        self.assertIn(played["winner"], (-1, 0, 1))
        self.assertGreater(played["ended"], played["started"])

    def test_a_document_is_the_cores_or_told_again(self):
        self.assertEqual(self.fetch("/api/v1/matches/m-here")["teams"][1]["score"], 5)
        match = self.fetch("/api/v1/matches/m-1")
        self.assertEqual((match["state"], len(match["players"])), ("finished", 4))
        for player in match["players"]:
            self.assertGreater(player["shots"], 0)
            self.assertGreaterEqual(player["distance_mm"], 1000)
        for path in ("", "/events", "/record"):
            self.assert_problem(self.get(f"/api/v1/matches/m-none{path}", **ANN), 404, "unknown_match", path)

    def test_the_log_comes_in_pages_and_the_record_holds_the_same(self):
        entries, after = [], 0
        while after is not None:
            page = self.fetch(f"/api/v1/matches/m-1/events?after={after}&limit=500")
            entries += page["entries"]
            after = page.get("next")
        self.assertEqual([entry["seq"] for entry in entries], list(range(1, len(entries) + 1)))
        answer = self.get("/api/v1/matches/m-1/record", **ANN)
        self.assertEqual((answer.headers["content-type"], answer.whole), ("application/x-ndjson", True))
        lines = [json.loads(line) for line in answer.body.decode().splitlines()]
        self.assertEqual([line["said"] for line in lines if line["what"] == "event"], entries)
        self.assertEqual(lines[0]["what"], "match")
        self.assertEqual({line["what"] for line in lines}, {"match", "input", "event", "live"})
        self.assertEqual(sorted(line["at"] for line in lines), [line["at"] for line in lines])
        self.assertNotIn(b"secret", answer.body)

    def test_a_client_of_old_gets_no_chunks_and_the_end_of_the_connection(self):
        new = self.get("/api/v1/matches/m-1/record", **ANN)
        request = (f"GET /api/v1/matches/m-1/record HTTP/1.0\r\nHost: 127.0.0.1:{self.public}\r\n"
                   f"Authorization: {ANN['Authorization']}\r\n\r\n").encode()
        connection = self.connect()
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65536):
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        self.assertNotIn(b"chunked", head)
        self.assertEqual(body, new.body)

    def test_several_answers_share_a_connection(self):
        connection = self.connect()
        one = (f"GET /api/v1/matches/m-1/events?limit=3 HTTP/1.1\r\nHost: localhost\r\n"
               f"Authorization: {ANN['Authorization']}\r\n\r\n").encode()
        connection.sendall(one * 3 + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"ok\n" not in received:
            piece = connection.recv(65536)
            self.assertTrue(piece, received)
            received += piece
        self.assertEqual(received.count(b"0\r\n\r\n"), 3)

    def test_a_match_that_cannot_be_told_ends_without_its_last_chunk(self):
        for path in ("/record", "/events", ""):
            answer = self.get(f"/api/v1/matches/m-broken{path}", **ANN)
            self.assertEqual((answer.status, answer.whole), (200, False), path)
        self.assertEqual(self.get("/healthz").status, 200)

    # Who reads slowly, many at once, or goes away.

    def begin(self, path="/api/v1/matches/m-1/record"):
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(BOUND)
        connection.connect(("127.0.0.1", self.public))
        connection.sendall((f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
                            f"Authorization: {ANN['Authorization']}\r\n\r\n").encode())
        return connection

    def status(self, connection):
        return int(connection.recv(12).split()[1])

    def until_refused(self):
        slow = [self.begin() for _ in range(4)]
        for connection in slow:
            self.assertEqual(self.status(connection), 200)
        return slow

    def test_a_fifth_record_waits_and_the_rest_of_the_api_does_not(self):
        slow = self.until_refused()
        refused = self.get("/api/v1/matches/m-1/record", **ANN)
        self.assert_problem(refused, 429, "too_many_requests")
        self.assertIn("retry-after", refused.headers)
        for path in PATHS[:3]:
            self.assertEqual(self.get(path, **ANN).status, 200, path)
        slow[0].close()
        self.wait_for_room()

    def wait_for_room(self):
        """Those who went away are noticed soon."""
        until = time.monotonic() + BOUND
        while self.get("/api/v1/matches/m-1/record", **ANN).status == 429:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)

    def test_who_goes_away_leaves_nothing_behind(self):
        for _ in range(10):
            for connection in self.until_refused():
                connection.close()
            self.wait_for_room()

    def test_who_reads_slowly_gets_all_of_it(self):
        whole = self.get("/api/v1/matches/m-1/record", **ANN)
        connection = self.begin()
        received = b""
        while not received.endswith(b"0\r\n\r\n"):
            piece = connection.recv(700)
            self.assertTrue(piece)
            received += piece
            if len(received) > 100_000:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.assertEqual(type(whole)(received).body, whole.body)

    # Wrong ways of asking.

    def test_every_wrong_question_is_refused(self):
        cases = [f"/api/v1/matches?{query}" for query in (
            "x=1", "after=", "after=A", "after=a/b", "after=" + "a" * 32, "limit=0", "limit=101", "limit=", "limit=x",
            "limit=-1", "limit=1&limit=2", "state=", "state=all", "state=Open", "after=m-1'--", "after=%00", "=1", "limit")]
        cases += [f"/api/v1/matches/m-1/events?{query}" for query in (
            "x=1", "after=-1", "after=x", "after=4294967296", "limit=0", "limit=501", "limit=1e3", "after=", "after=1&after=1",
            "limit=99999999999999999999")]
        cases += ["/api/v1/matches/m-1/record?x=1", "/api/v1/matches/m-1/record?at=5", "/api/v1/matches/m-1?x=1",
                  "/api/v1/matches/m-here?x=1"]
        for case in cases:
            answer = self.get(case, **ANN)
            self.assertIn(answer.status, (0, 400) if "%00" in case else (400,), f"{case} {answer.raw[:200]}")
        for path in ("/api/v1/matches/M-1", "/api/v1/matches/m_1", "/api/v1/matches/" + "a" * 32, "/api/v1/matches/m-1/rec",
                     "/api/v1/matches/m-1/record/x", "/api/v1/matches/m-1/Record", "/api/v1/maps", "/api/v1/rules/x"):
            self.assert_problem(self.get(path, **ANN), 404, "not_found", path)
        for path in ("/api/v1/matches/", "/api/v1/matches//record", "/api/v1/matches/../record", "/api/v1/matches/m-1/"):
            self.assertIn(self.get(path, **ANN).status, (400, 404), path)
        self.assert_nothing_reached()

    def test_bodies_are_not_read_as_requests(self):
        answer = self.request("GET", "/api/v1/matches/m-1/record", ANN, body=b"GET /metrics HTTP/1.1\r\n\r\n")
        self.assertEqual(answer.status, 400)
        self.assertEqual(self.get("/api/v1/matches", Origin="https://foe.example", **ANN).status, 403)
        friend = self.get("/api/v1/matches/m-1/events", Origin="https://friend.example", **ANN)
        self.assertEqual(friend.headers["access-control-allow-origin"], "https://friend.example")

    # The rest that a page must know.

    def test_the_rules_are_told_with_their_ranges(self):
        rules = {rule["name"]: rule for rule in self.fetch("/api/v1/rules")["rules"]}
        self.assertEqual(rules["duration_ms"], {"name": "duration_ms", "unit": "ms", "least": 30000, "most": 3600000,
                                                "default": 180000})
        self.assertEqual(rules["bots"]["most"], 3)
        self.assertEqual(len(rules), 21)

    def test_the_map_is_told_as_it_is(self):
        answer = self.get("/api/v1/map", **ANN)
        self.assertEqual((answer.headers["content-type"], answer.body.decode()), ("text/plain; charset=utf-8", MAP))

    def test_a_map_that_is_none_ends_the_start_with_a_sentence(self):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory, "map")
            for content, said in ((None, "No such file"), (b"a" * 65537, "larger than 64 KiB"), (b"a\x00b", "it is no text"),
                                  (b"", "it is no text"), (b"a\tb\n", "it is no text"), (b"\xff\xfe\n", "it is no text")):
                if content is not None:
                    path.write_bytes(content)
                done = subprocess.run([DOOR, "", "", str(path)], capture_output=True, timeout=BOUND, check=False)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"map {path}: ".encode(), done.stderr)
                self.assertIn(said.encode(), done.stderr)
            done = subprocess.run([DOOR, "", "", directory], capture_output=True, timeout=BOUND, check=False)
            self.assertIn(b"Is a directory", done.stderr)
        with subprocess.Popen([DOOR], stdout=subprocess.PIPE) as bare:
            port = int(bare.stdout.readline().split()[0])
            answer = self.raw(f"GET /api/v1/map HTTP/1.1\r\nHost: localhost\r\nAuthorization: {ANN['Authorization']}"
                              "\r\n\r\n".encode(), port, finish=False)
            bare.terminate()
        self.assert_problem(answer, 404, "not_found")

    def test_the_screen_is_the_page(self):
        page, screen = self.get("/"), self.get("/screen")
        self.assertEqual((screen.status, screen.body, screen.headers["etag"]), (200, page.body, page.headers["etag"]))
        self.assertEqual(screen.headers["content-security-policy"], page.headers["content-security-policy"])
        self.assertEqual(self.get("/screen/").status, 404)
        self.assertEqual(self.get("/screens").status, 404)


if __name__ == "__main__":
    sys.exit(knock())
