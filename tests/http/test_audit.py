#!/usr/bin/python3
"""The audit at the HTTP door: who may read it, how it is asked for, and every wrong way of asking.

    test_audit.py DOOR [unittest arguments]
"""
import json
import sys

from knock import AtTheDoor, knock


class Audit(AtTheDoor):
    def test_the_audit_is_for_operators_and_comes_in_pages(self):
        operator = {"Authorization": "Bearer good-operator-x"}
        page = json.loads(self.get("/api/v1/audit?robot=scout1&who=player/ann&from=1&to=9&limit=3&after=5", **operator).body)
        entry = {"at": 7, "kind": "claimed", "robot": "scout1", "who": "player/ann", "n": 3}
        self.assertEqual(page, {"entries": [entry] * 2, "next": 998})  # a damaged one is passed over
        self.assertEqual(self.get("/api/v1/audit?who=player%2Fann&limit=3", **operator).status, 200)
        whole = json.loads(self.get("/api/v1/audit?limit=500&robot=" + "a" * 31 + "&who=operator/" + "b" * 31, **operator).body)
        self.assertEqual(len(whole["entries"]), 499)
        self.assertEqual(len(json.loads(self.get("/api/v1/audit", **operator).body)["entries"]), 99)
        for who in ("player-ann", "referee-ann", "watcher-w", "robot-scout1", "bot-b", "bridge-main"):
            self.assert_problem(self.get("/api/v1/audit", Authorization=f"Bearer good-{who}"), 403, "not_allowed")
        self.assert_problem(self.get("/api/v1/audit"), 401, "unauthorized")
        self.assert_problem(self.get("/api/v1/audit", Authorization="Bearer bad"), 401, "unauthorized")
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            self.assert_problem(self.request(method, "/api/v1/audit", operator), 405, "method_not_allowed")
        self.assertEqual(self.request("GET", "/api/v1/audit", operator, port=self.internal).status, 404)
        for query in ("x=1", "robot=", "robot=A", "robot=a/b", "robot=" + "a" * 32, "who=", "who=ann", "who=player", "who=player/",
                      "who=/ann", "who=ghost/x", "who=player/ann/x", "who=player/" + "a" * 32, "from=", "from=x", "from=-1", "from=1.5",
                      "from=100000000000000", "to=0", "from=5&to=5", "from=9&to=5", "limit=0", "limit=501", "limit=", "limit=1e3",
                      "after=0", "after=x", "after=9007199254740992", "after=-1", "limit=1&limit=2", "robot=%00", "who=player%00/ann",
                      "who=player%25", "/=1", "ro/bot=a", "limit", "who=" + "a" * 48, "=1",
                      "robot=scout1'--", "robot=%27%20OR%201=1", "who=player/%27"):
            answer = self.get(f"/api/v1/audit?{query}", **operator)
            self.assertIn(answer.status, (0, 400) if "%00" in query else (400,), f"{query} {answer.raw[:200]}")
        self.assert_nothing_reached()


if __name__ == "__main__":
    sys.exit(knock())
