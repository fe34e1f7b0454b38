#!/usr/bin/python3
"""Bad input at the HTTP door: every field, path, header, framing and token that attackers try.

Runs tests/http/door (the real adapter, a core that answers everything at once) and knocks. After each
group the door must still answer, and nothing may have reached the core. The count is printed.

    test_door.py DOOR [unittest arguments]
"""
import gzip
import json
import socket
import sys
import time

from knock import BOUND, COUNT, KINDS, AtTheDoor, knock

CARD = {"id": "scout9", "name": "Scout 9", "model": "sim", "kind": "rover",
        "axes": {"x": [-1, 1], "y": [-2, 2]},
        "actions": {"fire": {"when": "driving"}, "set_speed": {"min": 1, "max": 100, "unit": "%"}},
        "cameras": [{"id": "front", "via": ["relay"], "width": 640, "height": 360, "fps": 30}],
        "status": {"battery": "%"}, "status_ms": 1000, "deadman_ms": 250, "max_age_ms": 500,
        "max_message": 4096, "sdk": "test/1"}


class Door(AtTheDoor):
    # Good input, so that the rest means something.

    def test_what_is_right_gets_through(self):
        self.assertEqual(self.post("/api/v1/players", {"name": "Ann", "invite": "good-code"}).status, 201)
        registration = {"id": "scout9", "card": CARD, "enrolment": "good-code"}
        answer = self.post("/api/v1/robots", registration)
        self.assertEqual(answer.status, 201, answer.raw)
        self.assertEqual(json.loads(answer.body)["broker"]["host"], "127.0.0.1")
        answer = self.request("DELETE", "/api/v1/robots/scout9",
                              {"Authorization": "Bearer good-operator-x"})
        self.assertEqual(answer.status, 204)
        self.assertEqual(self.reached(), [self.before[0] + 1, self.before[1] + 1, self.before[2] + 1])

    def test_the_page_is_served_whole_with_its_policy(self):
        answer = self.get("/")
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/html; charset=utf-8"))
        big = self.get("/assets/big-ABCD2345.js")
        self.assertEqual(len(big.body), 3_000_004)
        self.assertIn("immutable", big.headers["cache-control"])
        self.assertEqual(self.get("/", If_None_Match=answer.headers["etag"]).status, 304)
        packed = self.get("/style.css", Accept_Encoding="br, gzip")
        self.assertEqual((packed.headers["content-encoding"], gzip.decompress(packed.body)), ("gzip", b"a {}"))
        self.assertEqual(self.get("/style.css").body, b"a {}")
        self.assertEqual(self.get("/style.css.gz").status, 404)
        head = self.request("HEAD", "/", {"Connection": "close"})
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(self.request("POST", "/index.html").status, 405)

    def test_the_page_may_reach_its_own_server_and_the_broker_alone(self):
        for host, broker in (("127.0.0.1", "ws://127.0.0.1:9001"), ("arena.example", "ws://arena.example:9001"),
                             ("ARENA.example:80", "ws://arena.example:9001"), ("[::1]", "ws:")):
            answer = self.request("GET", "/", {"Host": host}, host=False)
            rules = dict(rule.strip().split(" ", 1) for rule in
                         answer.headers["content-security-policy"].split(";"))
            self.assertEqual(rules, {
                "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "font-src": "'self'",
                "img-src": "'self' data: blob:", "media-src": "'self' blob:", "worker-src": "'self'",
                "manifest-src": "'self'", "base-uri": "'none'", "form-action": "'none'",
                "frame-ancestors": "'none'", "connect-src": f"'self' {broker}"})
        for name, value in (("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
                            ("cross-origin-opener-policy", "same-origin"),
                            ("cross-origin-resource-policy", "same-origin")):
            self.assertEqual(answer.headers[name], value)
        self.assertIn("gamepad=(self), fullscreen=(self)", answer.headers["permissions-policy"])
        api = self.get("/api/v1/robots").headers
        self.assertEqual(api["content-security-policy"], "default-src 'none'; frame-ancestors 'none'")

    def test_what_changes_its_name_is_kept_and_the_rest_is_asked_for(self):
        lasting = self.get("/assets/big-ABCD2345.js")
        self.assertEqual(lasting.headers["cache-control"], "public, max-age=31536000, immutable")
        for path in ("/", "/index.html", "/style.css", "/assets/main.js", "/a.webmanifest"):
            answer = self.get(path)
            self.assertEqual((answer.headers["cache-control"], answer.headers["vary"]),
                             ("no-cache", "accept-encoding"), path)
            tag = answer.headers["etag"]
            for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
                again = self.get(path, If_None_Match=known)
                self.assertEqual((again.status, again.body, again.headers["etag"]), (304, b"", tag), known)
                self.assertEqual(again.headers["cache-control"], "no-cache")
            for other in ('"0"', tag[:-2] + '"', '"' + "x" * 500 + '"'):
                self.assertEqual(self.get(path, If_None_Match=other).status, 200, other)

    def test_packed_files_go_to_those_who_take_them(self):
        for accepted in ("gzip", "br, gzip", "GZIP;q=0.5", "br;q=1.0, gzip ; q=0.8, *;q=0.1"):
            answer = self.get("/style.css", Accept_Encoding=accepted)
            self.assertEqual((answer.headers.get("content-encoding"), answer.headers["vary"]),
                             ("gzip", "accept-encoding"), accepted)
            head = self.request("HEAD", "/style.css", {"Accept-Encoding": accepted, "Connection": "close"})
            self.assertEqual((head.headers["content-length"], head.body), (str(len(answer.body)), b""))
        for refused in ("br", "gzip;q=0", "gzip;q=0.000, br;q=1", "gzipped", "identity", "x-gzip"):
            answer = self.get("/style.css", Accept_Encoding=refused)
            self.assertEqual((answer.headers.get("content-encoding"), answer.body), (None, b"a {}"), refused)

    def test_every_kind_of_file_is_called_by_its_name(self):
        for name, kind in KINDS.items():
            self.assertEqual(self.get(f"/{name}").headers["content-type"], kind)

    def test_several_requests_share_a_connection(self):
        connection = self.connect()
        one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(one * 3)
        received = b""
        while received.count(b"ok\n") < 3:
            piece = connection.recv(65536)
            self.assertTrue(piece, received)
            received += piece

    # Fields.

    def refuse_all(self, path, cases, token=None):
        for note, body in cases:
            with self.subTest(note):
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                answer = self.post(path, body, **headers)
                self.assertIn(answer.status, (400, 413), f"{note}: {answer.raw[:300]}")
                self.assertIn(answer.code, ("bad_request", "too_large"), note)
        self.assert_nothing_reached()

    def test_a_join_with_a_wrong_field_is_refused(self):
        good = {"name": "Ann", "invite": "good-code"}
        cases = list(wrong_members(good, "name", beyond=["", "x" * 65, "é" * 33, "a\u0000b", "a\nb", "\u007f"]))
        cases += list(wrong_members(good, "invite", beyond=["", "x" * 32, "a b", "a/b", "ü", "a\u0000"]))
        cases += [(f"text {text[:20]}", text) for text in BROKEN_JSON]
        self.refuse_all("/api/v1/players", cases)

    def test_names_up_to_the_limit_get_through(self):
        for name in ("x" * 64, "é" * 32, "李小龙", "<script>", "\"\\"):
            self.assertEqual(self.post("/api/v1/players", {"name": name, "invite": "good-code"}).status, 201, name)

    def test_a_registration_with_a_wrong_field_is_refused(self):
        good = {"id": "scout9", "card": CARD, "enrolment": "good-code"}
        ids = ["", "Scout9", "-scout", "scout_9", "a" * 32, "scout/9", "scout9 ", "../x", "#", "+"]
        cases = list(wrong_members(good, "id", beyond=ids))
        cases += [("the card's id is another", dict(good, card=dict(CARD, id="scout8")))]
        cases += list(wrong_members(good, "card", beyond=[[]]))
        cases += [case for case in wrong_members(good, "enrolment", beyond=["x" * 32, "a b", ""])
                  if "missing" not in case[0]]
        cases += [(f"text {text[:20]}", text) for text in BROKEN_JSON]
        self.refuse_all("/api/v1/robots", cases)

    def test_a_card_with_a_wrong_field_is_refused(self):
        beyond = {
            "name": ["x" * 65, "a\nb"], "model": ["x" * 65], "kind": ["x" * 32],
            "axes": [{"x": [1, -1]}, {"x": [1]}, {"x": "1"}, {"x": [1, "2"]}],
            "actions": [{"a": {"min": "1"}}, {"a": 3}, {"x" * 40: {}}, {f"a{i}": {} for i in range(65)}],
            "cameras": [[{"id": ""}], [3], [{"id": "c", "via": "relay"}], [{"id": f"c{i}"} for i in range(5)]],
            "status": [{"battery": 3}, {"x" * 40: "%"}, {f"f{i}": "" for i in range(33)}],
            "status_ms": [-1, 0, 49, 60001, 1.5, 1e300], "deadman_ms": [0, 49, 401, -250],
            "max_age_ms": [0, 49, 801], "max_message": [0, 1023, 65537, 1e18], "sdk": ["x" * 65],
        }
        cases = []
        for field, values in beyond.items():
            for note, card in wrong_members(CARD, field, beyond=values):
                if "missing" not in note:
                    cases.append((f"card.{note}", {"id": "scout9", "card": card, "enrolment": "good-code"}))
        self.refuse_all("/api/v1/robots", cases)

    def test_bodies_beyond_the_limit_are_refused(self):
        for size in (1025, 16384, 16385, 65536, 1 << 20):
            body = json.dumps({"name": "A", "invite": "good-code", "pad": "x" * size}).encode()
            answer = self.post("/api/v1/players", body)
            self.assertIn(answer.status, (413, 0), size)
        self.assert_nothing_reached()

    def test_other_kinds_of_body_are_refused(self):
        good = {"name": "Ann", "invite": "good-code"}
        kinds = (None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                 "application/jsonx", "application/json-seq", "text/json", "*/*", "application/json" + "x" * 100)
        for kind in kinds:
            answer = self.post("/api/v1/players", good, content_type=kind)
            self.assertIn(answer.status, (415, 413), f"{kind} {answer.raw[:200]}")
        self.assert_nothing_reached()
        for kind in ("application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x"):
            self.assertEqual(self.post("/api/v1/players", good, content_type=kind).status, 201, kind)

    # Paths and queries.

    def test_no_path_leads_out_of_the_page(self):
        paths = ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
                 "/assets/%2e%2e/%2e%2e/secret.txt", "/..%252fsecret.txt", "/....//secret.txt", "//secret.txt",
                 "/assets/..\\..\\secret.txt", "/%5c..%5csecret.txt", "/.hidden.txt", "/assets/.%2e/.hidden.txt",
                 "/key.pem", "/out.txt", "/index.html/", "/index.html%00.js", "/index.html%20", "/./index.html",
                 "/%c0%ae%c0%ae/secret.txt", "/%u002e%u002e/secret.txt", "/assets", "/assets/", "/index.html;x",
                 "/INDEX.HTML", "/index.html~", "/etc/passwd", "/%2fetc%2fpasswd", "/proc/self/environ",
                 "/file:///etc/passwd", "/\u00e9", "/%ff", "/%", "/%2", "/%zz", "/?/../secret.txt/..",
                 "/" + "a" * 255, "/" + "a" * 300, "/" + "a/" * 200, "/" + "%61" * 100, "/con", "/*", "*"]
        for path in paths:
            with self.subTest(path):
                answer = self.get(path)
                self.assertNotIn(b"secret", answer.body)
                if not path.startswith("/?") and "index.html" not in path:
                    self.assertIn(answer.status, (0, 400, 403, 404, 414, 431), answer.raw[:200])

    def test_unknown_addresses_and_methods_are_told_so(self):
        for path in ("/api", "/api/v1", "/api/v1/", "/api/v2/robots", "/api/v1/robots/", "/api/v1/robots/A",
                     "/api/v1/robots/scout1/", "/api/v1/robots/scout1/x", "/api/v1/robots/a/telemetry/b",
                     "/api/v1/players/x", "/metrics", "/hooks/publish", "/api/v1/robots/" + "a" * 32):
            self.assertIn(self.get(path).status, (400, 404), path)
        for path in ("/api/v1/robots/scout2", "/api/v1/robots/" + "a" * 31):
            self.assert_problem(self.get(path), 404, "unknown_robot", path)
        for method, path in (("PUT", "/api/v1/robots"), ("PATCH", "/api/v1/robots"), ("DELETE", "/api/v1/robots"),
                             ("GET", "/api/v1/players"), ("DELETE", "/api/v1/players"), ("POST", "/healthz"),
                             ("POST", "/api/v1/robots/scout1"), ("PUT", "/api/v1/robots/scout1")):
            answer = self.request(method, path)
            self.assert_problem(answer, 405, "method_not_allowed", f"{method} {path}")
            self.assertTrue(answer.headers["allow"])
        self.assert_nothing_reached()

    def test_wrong_queries_are_refused(self):
        token = {"Authorization": "Bearer good-player-ann"}
        telemetry = "/api/v1/robots/scout1/telemetry"
        self.assertEqual(self.get(f"{telemetry}?from=1&to=9&points=2", **token).status, 200)
        for query in ("from=-1", "from=x", "from=", "from", "=1", "to=1&to=2", "points=0", "points=2001", "points=1.5",
                      "points=1e3", "points=0x10", "from=9&to=1", "from=1&to=1", "from=99999999999999999999",
                      "to=18446744073709551616", "x=1", "from=%31%00", "from=+1",
                      "from='", "points=" + "9" * 60, "from=1" + "&a=1" * 20, "&".join(["q=" + "x" * 40] * 20)):
            answer = self.get(f"{telemetry}?{query}", **token)
            self.assertIn(answer.status, (400, 0), f"{query} {answer.raw[:200]}")
        for query in ("after=A", "after=", "after=" + "a" * 32, "x=1", "after=a&after=b", "after=a%2f"):
            self.assertIn(self.get(f"/api/v1/robots?{query}").status, (400,), query)
        self.assertEqual(self.get("/api/v1/robots?after=a").status, 200)

    # Tokens.

    def test_wrong_tokens_are_refused(self):
        tokens = ["", "Bearer", "Bearer ", "Bearer x", "bearer good-operator-x", "Basic Z29vZA==", "good-operator-x",
                  "Bearer  good-operator-x", "Bearer good-operator", "Bearer good-nobody-x", "Bearer good-operator-X",
                  "Bearer " + "a" * 1100, "Bearer good-operator-x,Bearer good-operator-x", "Bearer good-operator-../x",
                  "Bearer good-operator-x\tx", "Bearer \x01", "Bearer \xff\xfe"]
        for token in tokens:
            answer = self.request("DELETE", "/api/v1/robots/scout1", {"Authorization": token})
            self.assert_problem(answer, 401, "unauthorized", repr(token))
            self.assertEqual(answer.headers["www-authenticate"], "Bearer")
        answer = self.raw(b"DELETE /api/v1/robots/scout1 HTTP/1.1\r\nHost: localhost\r\n"
                          b"Authorization: Bearer x\r\nAuthorization: Bearer good-operator-x\r\n\r\n", finish=False)
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.request("DELETE", "/api/v1/robots/scout1").status, 401)
        self.assertEqual(self.get("/api/v1/robots/scout1/telemetry").status, 401)
        answer = self.post("/api/v1/robots", {"id": "scout9", "card": CARD}, Authorization="Bearer no")
        self.assertEqual(answer.status, 401)
        self.assert_nothing_reached()

    # Host and Origin.

    def test_foreign_hosts_are_refused(self):
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "arena.example.evil", "a b",
                     "localhost:x", "localhost:", "localhost:999999", "[::1", "[::g]", "user@localhost", "local\thost",
                     "127.0.0.1,evil.example", "localhost/", "", "0x7f.1", "2130706433", "é.example"):
            answer = self.request("GET", "/healthz", {"Host": host}, host=False)
            self.assertIn(answer.status, (400, 403), f"{host} {answer.raw[:200]}")
        self.assertIn(self.request("GET", "/healthz", host=False).status, (400, 403))
        answer = self.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", finish=False)
        self.assertIn(answer.status, (400, 403))
        for host in ("localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8090", "192.168.1.7:8090", "arena.example:1"):
            self.assertEqual(self.request("GET", "/healthz", {"Host": host}, host=False).status, 200, host)

    def test_foreign_origins_may_not_use_the_api(self):
        body = {"name": "Ann", "invite": "good-code"}
        own = f"http://127.0.0.1:{self.public}"
        for origin in ("https://evil.example", "null", "http://127.0.0.1", own + ".evil.example", own + "/", "file://",
                       "http://evil.example#" + own, "ftp://127.0.0.1", "https://friend.example.evil", "x" * 300):
            answer = self.post("/api/v1/players", body, Origin=origin)
            self.assertIn(answer.status, (403, 413), f"{origin} {answer.raw[:200]}")
            self.assertNotIn("access-control-allow-origin", answer.headers)
        self.assert_nothing_reached()
        answer = self.post("/api/v1/players", body, Origin=own)
        self.assertEqual((answer.status, "access-control-allow-origin" in answer.headers), (201, False))
        answer = self.post("/api/v1/players", body, Origin="https://friend.example")
        self.assertEqual(answer.headers["access-control-allow-origin"], "https://friend.example")
        answer = self.request("OPTIONS", "/api/v1/players", {"Origin": "https://friend.example"})
        self.assertEqual(answer.status, 204)

    # Framing.

    def test_a_request_that_ends_in_two_ways_is_refused(self):
        inner = b"DELETE /api/v1/robots/scout1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good-operator-x\r\n\r\n"
        post = b"POST /api/v1/players HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(inner), inner)
        get = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
        cases = [
            post + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
            post + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + chunked,
            post + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
            post + b"Content-Length: 0\r\nTransfer-Encoding: identity\r\n\r\n" + inner,
            post + b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + inner,
            post + b"Transfer-Encoding:\tchunked\r\n\r\n" + chunked,
            post + b"transfer-encoding: Chunked\r\n\r\n" + chunked,
            post + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner,
            post + b"Content-Length: %d\r\nContent-Length: 0\r\n\r\n" % len(inner) + inner,
            post + b"Content-Length: 0, %d\r\n\r\n" % len(inner) + inner,
            post + b"Content-Length: -1\r\n\r\n" + inner, post + b"Content-Length: +0\r\n\r\n" + inner,
            post + b"Content-Length: 0x0\r\n\r\n" + inner, post + b"Content-Length: 99999999999999999999\r\n\r\n" + inner,
            post + b"Content-Length: 4294967296\r\n\r\n" + inner, post + b"Content-Length: 1e1\r\n\r\n" + inner,
            post + b"Content-Length: 0 0\r\n\r\n" + inner, post + b"Content-Length: zero\r\n\r\n" + inner,
            get + b"Content-Length: %d\r\n\r\n" % len(inner) + inner, get + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
            b"DELETE /api/v1/robots/scout2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner,
            b"HEAD / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner,
        ]
        for case in cases:
            with self.subTest(case[:160]):
                answer = self.raw(case)
                self.assertIn(answer.status, (0, 400, 411, 413), answer.raw[:300])
                self.assertLessEqual(answer.raw.count(b"HTTP/1."), 1, answer.raw)
        self.assert_nothing_reached()

    def test_what_is_hardly_http_does_no_harm(self):
        host = b"Host: localhost\r\n"
        cases = [
            b"\r\n\r\n", b"\x00" * 100, b"\xff" * 5000, b"GET\r\n\r\n", b"GET /healthz\r\n\r\n", b"GET  /healthz HTTP/1.1\r\n\r\n",
            b"GET /healthz HTTP/9.9\r\n" + host + b"\r\n", b"get /healthz HTTP/1.1\r\n" + host + b"\r\n",
            b"BREW /pot HTTP/1.1\r\n" + host + b"\r\n", b"TRACE / HTTP/1.1\r\n" + host + b"\r\n",
            b"CONNECT evil.example:443 HTTP/1.1\r\n" + host + b"\r\n", b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 64,
            b"GET / HTTP/1.1\r\n" + host + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 20000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"".join(b"X-%d: y\r\n" % i for i in range(2000)) + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"A" * 20000 + b": y\r\n\r\n",
            b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n" + host + b"\r\n", b"A" * 100000,
            b"GET / HTTP/1.1\r\n" + host + b" folded: x\r\n\r\n", b"GET / HTTP/1.1\r\n" + host + b"X: a\x00b\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Content-Length\r\n: 5\r\n\r\nhello", b"GET / HTTP/1.1\r\n: x\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\n" + b"Host: localhost\n\n", b"GET / HTTP/1.1\r" + host + b"\r\r",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, b"SSH-2.0-x\r\n", b"EHLO x\r\n",
            b"\x10\x0f\x00\x04MQTT\x04\x02\x00\x0a\x00\x03abc",
            b"POST /api/v1/players HTTP/1.1\r\n" + host + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
            b"GET /?" + b"a=1&" * 3000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Range: bytes=0-0,1-1,2-99999999999\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Accept-Encoding: " + b"gzip," * 500 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"If-None-Match: " + b"x" * 3000 + b"\r\n\r\n",
            b"OPTIONS * HTTP/1.1\r\n" + host + b"\r\n",
        ]
        for case in cases:
            with self.subTest(case[:80]):
                answer = self.raw(case)
                self.assertNotIn(b"101 ", answer.raw[:20])
                self.assertNotIn(answer.status, range(500, 600))
        self.assert_nothing_reached()

    def test_every_byte_may_be_missing_or_wrong(self):
        body = b'{"name":"Ann","invite":"bad-code"}'
        good = (b"POST /api/v1/players HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body)) + body
        for i in range(0, len(good), 3):
            answer = self.raw(good[:i])
            self.assertIn(answer.status, (0, 400, 403), good[:i])
            self.raw(good[:i] + b"\x00" + good[i + 1:])
            self.raw(good[:i] + good[i + 1:])

    # Time.

    def test_slow_clients_are_dropped_and_hinder_nobody(self):
        began = time.monotonic()
        head = b"POST /api/v1/players HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
        slow = [self.connect() for _ in range(40)]
        for i, connection in enumerate(slow):
            connection.sendall(head[:20] if i % 2 else head + b"\r\n{")
            connection.setblocking(False)
        COUNT["cases"] += len(slow)
        open_ones = set(slow)
        while open_ones and time.monotonic() - began < 40:
            for connection in list(open_ones):
                if not dribble(connection):
                    open_ones.discard(connection)
            self.assertEqual(self.get("/healthz").status, 200)
            time.sleep(0.25)  # the pace of the slow, not a wait for a condition
        self.assertFalse(open_ones, f"{len(open_ones)} slow clients were still served after 40 s")
        self.assert_nothing_reached()

    def test_who_does_not_read_holds_up_nobody(self):
        for _ in range(20):
            connection = self.connect()
            connection.sendall(b"GET /assets/big-ABCD2345.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        COUNT["cases"] += 20
        for _ in range(20):
            self.assertEqual(self.get("/healthz").status, 200)

    def test_many_that_hang_up_at_once_leave_nothing_behind(self):
        for _ in range(300):
            connection = socket.create_connection(("127.0.0.1", self.public), timeout=BOUND)
            connection.sendall(b"POST /api/v1/players HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
            connection.close()
        COUNT["cases"] += 300

    def test_one_address_has_only_so_many_connections(self):
        held = [self.connect() for _ in range(400)]
        refused = 0
        for connection in held:
            connection.settimeout(0.002)
            try:
                refused += connection.recv(1) == b""
            except TimeoutError:
                pass
            except OSError:
                refused += 1
        self.assertGreaterEqual(refused, 100)
        for connection in held:
            connection.close()
        COUNT["cases"] += 400
        until = time.monotonic() + BOUND
        while self.get("/healthz").status != 200:
            self.assertLess(time.monotonic(), until, "places of closed connections are not given back")

    # The two doors.

    def test_the_internal_door_alone_has_the_metrics(self):
        self.assertEqual(self.request("GET", "/metrics", port=self.internal).status, 200)
        self.assertEqual(self.request("GET", "/healthz", port=self.internal).status, 200)
        self.assertEqual(self.request("GET", "/readyz", port=self.internal).status, 503)
        for path in ("/", "/index.html", "/api/v1/robots"):
            self.assertEqual(self.request("GET", path, port=self.internal).status, 404, path)
        self.assertEqual(self.get("/metrics").status, 404)


def dribble(connection):
    """One more byte; False: the door has hung up."""
    try:
        connection.send(b" ")
        return connection.recv(1000) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def wrong_members(good, name, beyond):
    """(note, body) with the member missing, of every other type, and beyond its limits."""
    value = good[name]
    without = {k: v for k, v in good.items() if k != name}
    yield f"{name} missing", without
    for other in (None, True, 0, -1, 1.5, "a", [], {}, [value], {"x": value}):
        if type(other) is not type(value) and not (isinstance(other, (int, float)) and isinstance(value, (int, float))
                                                   and not isinstance(other, bool)):
            yield f"{name} = {json.dumps(other)[:40]}", dict(good, **{name: other})
    for other in beyond:
        yield f"{name} = {json.dumps(other)[:40]}", dict(good, **{name: other})


BROKEN_JSON = [
    b"", b" ", b"{", b"}", b"[]", b"null", b"true", b"1", b'"x"', b"{}", b"{}{}", b"{} x", b"{'name':'Ann'}", b"\xef\xbb\xbf{}",
    b'{"name":"Ann","invite":"good-code"', b'{"name":"Ann","invite":"good-code"}}', b'{"name":"Ann","invite":"good-code"} x',
    b'{"name":"Ann" "invite":"good-code"}', b'{"name":"A\x00nn","invite":"good-code"}', b'{"name":"\xff","invite":"good-code"}',
    b'{"name":"\\ud800","invite":"good-code"}', b'{"name":"\\u0000","invite":"good-code"}', b'{"name":"\\x","invite":"good-code"}',
    b'{"name":NaN,"invite":"good-code"}', b'{"name":1e999,"invite":"good-code"}', b"[" * 900, b'{"a":' * 150,
    b'{"__proto__":{"name":"Ann","invite":"good-code"}}', b'{"NAME":"Ann","INVITE":"good-code"}', b"\x00" * 50, b"\xff" * 50,
]


if __name__ == "__main__":
    sys.exit(knock())
