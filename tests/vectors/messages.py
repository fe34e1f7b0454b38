"""Each message: full, minimal, as the minimal one is written again, and its members."""
from fields import *  # the words of the table below


WHY_ALL = ("no_lease lease_stale not_drive stopped neutral_first deadman released goodbye driver_lost revoked "
           "idle taken_over released_by_operator robot_offline deregistered session_ended unconfirmed superseded "
           "out_of_service paused countdown held eliminated").split()
why = Field([[w] for w in WHY_ALL] + [WHY_ALL[:4]], [["idle"] * 5], NOT_LIST, drop=[])
why_item = Field([], [], NOT_STRING)
REFUSALS = "form range driver number halted order stale rate".split()
AXES = ["x", "y", "z", "r", "cx", "cy"]
STOP = {"id": "s1", "by": "referee/ann"}


def stops_fields(name):
    return {name: listing(5, STOP), name + "[0]": obj(), name + "[0].id": tag.needed,
            name + "[0].by": principal.needed}


def why_fields(name):
    return {name: why, name + "[0]": why_item}


def roster_fields(at):
    return {
        at + "id": ident.needed, at + "name": text(0, 64).but(drop=""), at + "kind": text(0, 31).but(drop=""),
        at + "state": choice("online", "stale", "lost", "offline", "unverified").needed,
        at + "driver": driver.but(fill=None), at + "session": tag, at + "out_of_service": boolean.but(drop=False),
        at + "queue": u32.but(drop=0), at + "cameras": listing(4, "c"), at + "cameras[0]": tag,
    }


def unit_fields(at):
    return {at + "state": choice(*UNIT_STATES).but(fill="up"), at + "health": integer(0, 1000).but(fill=0),
            at + "heat": integer(0, 100).but(fill=0), at + "hot": boolean.but(drop=False),
            at + "back": u32.but(drop=0), at + "limit": integer(0, 100).but(fill=100)}


ENTRY = {"id": "scout1", "name": "Scout 1", "kind": "rover", "state": "online", "driver": "player/ann-x7",
         "session": "free1", "out_of_service": True, "queue": 2, "cameras": ["front"]}
CARD = {
    "id": "scout1", "name": "Scout 1", "model": "Rover \"mk2\"", "kind": "rover",
    "axes": {"x": [-1, 1], "y": [-0.5, 1.5]},
    "actions": {"set_speed": {"min": 1, "max": 100, "unit": "%", "when": "always"}, "fire": {}},
    "cameras": [{"id": "front", "via": ["relay", "direct"], "width": 640, "height": 480, "fps": 30}],
    "status": {"battery": "%", "temperature": "°C"}, "status_ms": 500, "deadman_ms": 300, "max_age_ms": 600,
    "max_message": 1024, "sdk": "arena-client 0.1",
}
STATE = {"c": 4000000000, "n": 7, "rev": 2, "highest": 9, "mode": "driving", "why": ["stopped"], "stops": [STOP],
         "idle_ms": 120, "video_rev": 3}
STATUS = {"battery": 87.5, "speed": -0.25, "pose": {"x": 1.5, "y": -2.25, "heading": 90},
          "drive": {"n": 7, "mode": "driving", "why": ["deadman"], "stops": ["s1"],
                    "refused": {word: i + 1 for i, word in enumerate(REFUSALS)}}, "ts": 1700000000000}
LEASE = {"n": 7, "rev": 2, "e": 4000000000, "driver": "player/ann-x7", "drive": True, "why": ["paused"],
         "session": "free1", "limits": {"x": 0.5, "y": 0.25, "z": 0.1, "r": 0.125, "cx": 0.75, "cy": 0}, "stoppers": ["referee/ann"], "stops": [STOP],
         "cleared": ["s0"], "max_age_ms": 600, "deadman_ms": 300, "status_ms": 250}
VIDEO = {"rev": 3, "cameras": [{"id": "front", "want": "relay", "url": "rtmp://host/live/x?t=1"}],
         "peers": [{"session": "p1", "principal": "watcher/eve", "camera": "front", "until": 1700000000}],
         "keyframe": 4}
RULES = {"duration_ms": (30000, 3600000, 180000), "countdown_ms": (0, 30000, 5000), "score_limit": (0, 1000, 0),
         "hit_points": (1, 1000, 100), "damage": (0, 1000, 20), "hit_score": (0, 100, 1),
         "elimination_score": (0, 100, 3), "respawn_ms": (0, 60000, 5000), "lives": (0, 100, 0),
         "shield_ms": (0, 30000, 2000), "friendly_fire": (0, 1, 0), "heat_shot": (0, 100, 12),
         "heat_cool": (1, 100, 10), "heat_resume": (0, 99, 40), "window_ms": (50, 2000, 500), "slow": (0, 90, 50),
         "robots_per_seat": (1, 4, 1), "bots": (0, 3, 2), "auto_start": (0, 1, 1), "grace_ms": (1000, 60000, 15000),
         "status_ms": (50, 1000, 100)}
RULES_DEFAULT = {word: row[2] for word, row in RULES.items()}
MATCH_STATES = "lobby ready countdown running paused finished aborted".split()
UNIT_STATES = "up shielded down out".split()
MISSING = ("empty_seat not_ready player_away no_robot robot_offline no_status robot_taken robot_stopped "
           "out_of_service").split()
VERDICTS = "counted no_fire friendly shooter_out victim_out shielded overheated not_running overturned".split()
KINDS = ("created joined left queued unqueued ready unready assigned swapped complete incomplete countdown started "
         "paused resumed held goes_on away back hit eliminated respawned overheated overturned penalty finished "
         "aborted next").split()
UNIT = {"robot": "scout1", "state": "shielded", "health": 80, "heat": 12, "hot": True, "lives": 2, "back": 1200,
        "limit": 90}
PLAYER = {"player": "player/ann-x7", "team": 0, "shots": 9, "hits": 4, "eliminations": 1, "deaths": 2, "points": -3,
          "distance_mm": 12345, "driven_ms": 60000, "refused": {word: i + 1 for i, word in enumerate(REFUSALS)},
          "stops": 1, "delay_p50_ms": 9, "delay_p99_ms": 31}
MATCH = {"id": "m1", "name": "Final", "state": "running", "host": "player/ann-x7", "held": False,
         "created": 1700000000000, "started": 1700000010000, "ended": 1700000190000, "seq": 17, "clock": 120000,
         "winner": 0, "next": "m2", "rules": {word: row[0] for word, row in RULES.items()},
         "teams": [{"name": "red", "score": -3, "seats": [{"player": "player/ann-x7", "ready": True, "away": 8000,
                                                          "units": [UNIT]}]}],
         "missing": [{"why": "not_ready", "who": "player/bob-1", "bypassed": True}], "queue": ["bot/b"],
         "players": [PLAYER]}
UNIT_NONE = {"robot": None, "state": "up", "health": 0, "heat": 0, "limit": 100}
SEAT_NONE = {"player": None, "ready": False, "units": []}
PLAYER_NONE = {"player": "bot/b", "shots": 0, "hits": 0, "eliminations": 0, "deaths": 0, "points": 0,
               "distance_mm": 0, "driven_ms": 0, "stops": 0}
LIVE = {"at": 61000, "seq": 17, "state": "running", "clock": 120000, "scores": [3, -1],
        "units": [{"robot": "scout1", "state": "down", "health": 80, "heat": 12, "hot": True, "back": 1200,
                   "limit": 90, "shots": 2, "pose": {"x": 1.5, "y": -2.25, "heading": 90}}]}
LIVE_UNIT = {"robot": "r", "state": "up", "health": 0, "heat": 0, "limit": 100}
EVENT = {"seq": 3, "at": 61000, "ts": 1700000000000, "kind": "hit", "who": "referee/ann", "robot": "scout1",
         "by": "scout2", "team": 1, "seat": 2, "unit": 3, "verdict": "counted", "points": -1, "value": 80, "fire": 7,
         "hit": 9, "ref": 2, "ms": 5000, "about": "m2"}
ME = {"page": "pg1", "leases": [{"robot": "scout1", "n": 7, "drive": True, "session": "free1"}], "seat": "m1",
      "queue": [{"robot": "scout2", "place": 1, "offer_ms": 1700000000000}], "why": ["idle"]}
ROW = {"robot": "scout1", "driver": "player/ann-x7", "n": 7, "rev": 2, "session": "free1", "drive": True,
       "why": ["paused"], "idle_ms": 50, "stops": [STOP], "queue": ["player/bob-1"]}
CREATE = {"id": "abcdefghijk", "do": "match.create", "name": "Final", "teams": [{"name": "red", "seats": 2}],
          "rules": {word: row[0] if row[0] != row[2] else row[1] for word, row in RULES.items()}}
CODE = {"code": "k3abc", "type": "invite", "kind": "player", "uses": 5, "left": 2, "expires": 1700000000}
ANSWER = {"id": "abcdefghijk", "ok": True, "robot": "scout1", "n": 7, "session": "free1", "place": 2,
          "match": "m1", "seat": 3, "code": "K3-abc", "expires": 1700000000, "before": 1690000000, "token": "aa.bb.cc", "rev": 5,
          "next": "scout9", "robots": [ENTRY], "leases": [ROW], "codes": [CODE]}
A = "abcdefghijk"

# what: (variant, full, minimal, canonical of the minimal, members)
MESSAGES = {
    "presence": [("", {"state": "online", "boot": "b1", "conn": "c1", "page": "p1", "ts": 1700000000000},
                  {"state": "lost"}, {"state": "lost"},
                  {"state": choice("online", "offline", "lost").needed, "boot": tag, "conn": tag, "page": tag,
                   "ts": time.but(drop=0)})],
    "card": [("", CARD, {"id": "a"}, {"id": "a", "axes": {}, "status_ms": 1000, "deadman_ms": 250,
                                      "max_age_ms": 500, "max_message": 4096},
              {"id": ident.needed, "name": text(0, 64).but(drop=""), "model": text(0, 64).but(drop=""),
               "kind": text(0, 31).but(drop=""), "axes": obj(fill={}),
               "axes.x": Field([[0, 0], [-BIG, BIG]], [[], [1], [1, 2, 3]], NOT_LIST),
               "axes.x[0]": Field([-2, 1], [], NOT_NUMBER), "axes.x[1]": Field([-1, 7.5], [-1.5], NOT_NUMBER),
               "actions": Field([{"x" * 31: {}}, {f"a{i}": {} for i in range(64)}],
                                [{f"a{i}": {} for i in range(65)}], NOT_OBJECT, drop={}),
               "actions.set_speed": obj(), "actions.set_speed.min": finite.but(good=[-BIG, 100], bad=[]).needed,
               "actions.set_speed.max": finite.but(good=[1, BIG], bad=[0.5]).needed,
               "actions.set_speed.unit": text(0, 31).but(drop=""),
               "actions.set_speed.when": choice("always", "driving").but(drop="driving"),
               "cameras": listing(4, {"id": "c", "via": []}), "cameras[0]": obj(), "cameras[0].id": tag.needed,
               "cameras[0].via": Field([["relay"], ["direct"], []], [["relay"] * 3], NOT_LIST, fill=[]),
               "cameras[0].via[0]": Field(["relay"], ["carrier pigeon"], NOT_STRING),
               "cameras[0].width": integer(1, 16384), "cameras[0].height": integer(1, 16384),
               "cameras[0].fps": integer(1, 1000),
               "status": Field([{"x" * 31: ""}, {f"f{i}": "u" for i in range(32)}],
                               [{f"f{i}": "u" for i in range(33)}], NOT_OBJECT, drop={}),
               "status.battery": text(0, 31), "status_ms": integer(50, 60000).but(fill=1000),
               "deadman_ms": integer(50, 400).but(fill=250), "max_age_ms": integer(50, 800).but(fill=500),
               "max_message": integer(1024, 65536).but(fill=4096), "sdk": text(0, 64).but(drop="")})],
    "state": [("", STATE, {"c": 0, "n": 0, "rev": 0, "highest": 0, "mode": "idle"},
               {"c": 0, "n": 0, "rev": 0, "highest": 0, "mode": "idle", "idle_ms": 0},
               {"c": u32.needed, "n": u31.needed, "rev": u31.needed, "highest": u31.needed, "mode": mode.needed,
                "idle_ms": u32.but(fill=0), "video_rev": u32.but(drop=0), **why_fields("why"),
                **stops_fields("stops")})],
    "status": [("", STATUS, {}, {},
                {"battery": finite.but(wrong=[]), "pose": obj(), "pose.x": finite.needed, "pose.y": finite.needed,
                 "pose.heading": finite.needed, "drive": obj(), "drive.n": u31.needed, "drive.mode": mode.needed,
                 **why_fields("drive.why"), "drive.stops": listing(5, "s"), "drive.stops[0]": tag,
                 "drive.refused": obj(fill={}), "ts": time.but(drop=0),
                 **{"drive.refused." + word: u32.but(drop=0) for word in
                    REFUSALS}})],
    "event": [("", {"id": 5, "kind": "hit", "by": "robot/scout2", "t": 12345, "ts": 1700000000000},
               {"id": 0, "kind": "bump"}, {"id": 0, "kind": "bump"},
               {"id": u32.needed, "kind": text(1, 31).needed, "by": principal, "t": time.but(drop=0),
                "ts": time.but(drop=0)})],
    "link": [("", {"n": 7, "c": 4000000000, "ready": True, "s": 10, "t": 12345, "received": 9, "lost": 1,
                   "refused": 2}, {"n": 1, "c": 0, "ready": False},
              {"n": 1, "c": 0, "ready": False, "s": 0, "t": 0, "received": 0, "lost": 0, "refused": 0},
              {"n": u31.needed, "c": u32.needed, "ready": boolean.needed, "t": time.but(fill=0),
               **{name: u32.but(fill=0) for name in ("s", "received", "lost", "refused")}})],
    "ack": [("", {"id": "a1", "do": "fire", "state": "rejected", "why": "stale", "ts": 1700000000000},
             {"id": "a1", "do": "fire", "state": "done"}, {"id": "a1", "do": "fire", "state": "done"},
             {"id": tag.needed, "do": text(1, 31).needed,
              "state": choice("accepted", "done", "failed", "rejected").needed, "why": text(0, 31).but(drop=""),
              "ts": time.but(drop=0)})],
    "drive": [("", {"n": 7, "s": 10, "e": 4000000000, "t": 12345, "x": 0.5, "y": -1, "z": 0.1, "r": 1, "cx": -0.25,
                    "cy": 0.3333333333333333}, {"n": 1, "s": 0, "e": 0}, {"n": 1, "s": 0, "e": 0, "t": 0},
               {"n": u31.needed, "s": u32.needed, "e": u32.needed, "t": time.but(fill=0),
                **{axis: finite.but(drop=0) for axis in AXES}})],
    "action": [("", {"id": "a1", "n": 7, "e": 4000000000, "do": "set_speed", "value": 50.5},
                {"id": "a1", "n": 0, "e": 0, "do": "fire"}, {"id": "a1", "n": 0, "e": 0, "do": "fire"},
                {"id": tag.needed, "n": u31.needed, "e": u32.needed, "do": text(1, 31).needed, "value": finite})],
    "stop": [("", {"id": "s1", "why": "somebody is near"}, {"id": "s1"}, {"id": "s1"},
              {"id": tag.needed, "why": text(0, 64).but(drop="")})],
    "beat": [("", {"boot": "b1", "conn": "c1", "ts": 1700000000000}, {"boot": "b1", "conn": "c1"},
              {"boot": "b1", "conn": "c1"}, {"boot": tag.needed, "conn": tag.needed, "ts": time.but(drop=0)})],
    "lease": [("", LEASE, {"n": 0, "rev": 0, "e": 0, "driver": None, "drive": False},
               {"n": 0, "rev": 0, "e": 0, "driver": None, "drive": False, "max_age_ms": 500, "deadman_ms": 250},
               {"n": u31.needed, "rev": u31.needed, "e": u32.needed, "driver": driver.needed,
                "drive": boolean.needed, **why_fields("why"), "session": tag, "limits": obj(drop={}),
                **{"limits." + axis: number(0, 1, [-0.001, 1.001]).but(drop=1) for axis in AXES},
                "stoppers": listing(4, "referee/a"), "stoppers[0]": principal, **stops_fields("stops"),
                "cleared": listing(32, "c"), "cleared[0]": tag, "max_age_ms": integer(50, 800).but(fill=500),
                "deadman_ms": integer(50, 400).but(fill=250), "status_ms": integer(50, 60000)})],
    "video": [("", VIDEO, {"rev": 0}, {"rev": 0, "cameras": []},
               {"rev": u32.needed, "cameras": listing(4, {"id": "c", "want": "off"}).but(drop=ABSENT, fill=[]),
                "cameras[0]": obj(), "cameras[0].id": tag.needed, "cameras[0].want": choice("off", "relay").needed,
                "cameras[0].url": text(0, 255).but(drop=""), "peers": listing(8, VIDEO["peers"][0]),
                "peers[0]": obj(), "peers[0].session": tag.needed, "peers[0].principal": principal.needed,
                "peers[0].camera": tag.needed, "peers[0].until": time.needed, "keyframe": u32.but(drop=0)})],
    "revoked": [("", {"before": 1700000000}, {"before": 1}, {"before": 1},
                 {"before": integer(1, SAFE).but(bad=[-1, 0.5, SAFE + 1]).needed})],
    "roster": [("", {"rev": 5, "changed": [ENTRY], "gone": ["scout2"]}, {"rev": 0}, {"rev": 0},
                {"rev": u32.needed, "changed": listing(64, {"id": "a", "state": "lost", "driver": None}),
                 "changed[0]": obj(), **roster_fields("changed[0]."), "gone": listing(64, "g"), "gone[0]": ident})],
    "match": [("", MATCH, {"id": "m1", "state": "lobby"},
               {"id": "m1", "state": "lobby", "held": False, "seq": 0, "clock": 0, "rules": RULES_DEFAULT,
                "teams": []},
               {"id": ident.needed, "name": text(0, 64).but(drop=""), "state": choice(*MATCH_STATES).needed,
                "host": principal, "held": boolean.but(fill=False), "created": time.but(drop=0),
                "started": time.but(drop=0), "ended": time.but(drop=0), "seq": u32.but(fill=0),
                "clock": u32.but(fill=0), "winner": integer(-1, 3), "next": ident,
                "rules": obj(fill=RULES_DEFAULT),
                **{"rules." + word: integer(row[0], row[1]).but(fill=row[2]) for word, row in RULES.items()},
                "teams": listing(4, {"name": "t", "score": 0, "seats": []}).but(drop=ABSENT, fill=[]),
                "teams[0]": obj(), "teams[0].name": text(1, 31).needed, "teams[0].score": i32.but(fill=0),
                "teams[0].seats": listing(10, SEAT_NONE).but(drop=ABSENT, fill=[]),
                "teams[0].seats[0]": obj(), "teams[0].seats[0].player": driver.but(fill=None),
                "teams[0].seats[0].ready": boolean.but(fill=False), "teams[0].seats[0].away": u32,
                "teams[0].seats[0].units": listing(4, UNIT_NONE).but(drop=ABSENT, fill=[]),
                "teams[0].seats[0].units[0]": obj(),
                **unit_fields("teams[0].seats[0].units[0]."),
                "teams[0].seats[0].units[0].robot": ident.but(good=ident.good + [None], wrong=driver.wrong, fill=None),
                "teams[0].seats[0].units[0].lives": integer(0, 100),
                "missing": listing(32, {"why": "no_robot", "who": "bot/b"}), "missing[0]": obj(),
                "missing[0].why": Field(MISSING, [], NOT_STRING, need=True), "missing[0].who": text(1, 41).needed,
                "missing[0].bypassed": boolean.but(drop=False),
                "queue": listing(16, "bot/b"), "queue[0]": principal, "players": listing(64, PLAYER_NONE),
                "players[0]": obj(), "players[0].player": principal.needed, "players[0].team": integer(0, 3),
                "players[0].points": i32.but(fill=0), "players[0].refused": obj(drop={}),
                **{"players[0]." + word: u32.but(fill=0) for word in (
                    "shots", "hits", "eliminations", "deaths", "distance_mm", "driven_ms", "stops")},
                "players[0].delay_p50_ms": u32.but(drop=0), "players[0].delay_p99_ms": u32.but(drop=0),
                **{"players[0].refused." + word: u32.but(drop=0) for word in REFUSALS}})],
    "match live": [("", LIVE, {"at": 0, "state": "lobby", "clock": 0},
                    {"at": 0, "seq": 0, "state": "lobby", "clock": 0, "scores": [], "units": []},
                    {"at": u32.needed, "seq": u32.but(fill=0), "state": choice(*MATCH_STATES).needed,
                     "clock": u32.needed, "scores": listing(4, 1).but(drop=ABSENT, fill=[]), "scores[0]": i32,
                     "units": listing(64, LIVE_UNIT).but(drop=ABSENT, fill=[]), "units[0]": obj(),
                     **unit_fields("units[0]."), "units[0].robot": ident.needed, "units[0].shots": u32.but(drop=0),
                     "units[0].pose": obj(), "units[0].pose.x": finite.needed, "units[0].pose.y": finite.needed,
                     "units[0].pose.heading": finite.needed})],
    "match event": [("", EVENT, {"seq": 1, "at": 0, "kind": "started"}, {"seq": 1, "at": 0, "kind": "started"},
                     {"seq": integer(1, U32).needed, "at": u32.needed, "ts": time.but(drop=0),
                      "kind": choice(*KINDS).needed, "who": principal, "robot": ident, "by": ident,
                      "team": integer(0, 3), "seat": integer(0, 39), "unit": integer(0, 63),
                      "verdict": choice(*VERDICTS), "points": i32.but(drop=0), "value": i32.but(drop=0),
                      "fire": u32.but(drop=0), "hit": u32.but(drop=0), "ref": u32.but(drop=0), "ms": u32.but(drop=0),
                      "about": text(0, 41).but(drop="")}),
                    ("bypassed", {"seq": 1, "at": 0, "kind": "bypassed", "missing": "no_robot", "about": "bot/b"},
                     None, None, {"missing": choice(*MISSING).needed})],
    "me": [("", ME, {}, {"leases": [], "queue": []},
            {"page": tag, "leases": listing(8, {"robot": "r", "n": 1, "drive": False}).but(drop=ABSENT, fill=[]),
             "leases[0]": obj(), "leases[0].robot": ident.needed, "leases[0].n": u31.needed,
             "leases[0].drive": boolean.but(fill=False), "leases[0].session": tag, "seat": ident,
             "queue": listing(8, {"robot": "r", "place": 1}).but(drop=ABSENT, fill=[]), "queue[0]": obj(),
             "queue[0].robot": ident.needed, "queue[0].place": integer(1, U32).needed,
             "queue[0].offer_ms": time.but(drop=0), **why_fields("why")})],
    "ask": [
        ("claim", {"id": A, "do": "drive.claim", "robot": "scout1"}, None, None,
         {"id": ask_id.needed, "do": Field(["drive.claim", "drive.release", "drive.queue", "watch"],
                                           ["", "drive", "DRIVE.CLAIM", "drive.claim "], NOT_STRING, need=True),
          "robot": ident.needed}),
        ("stop robot", {"id": A, "do": "stop", "stop": "s1", "robot": "scout1"}, None, None,
         {"stop": tag.needed, "robot": ident.but(need=None)}),
        ("stop match", {"id": A, "do": "stop", "stop": "s1", "match": "m1"}, None, None,
         {"match": ident.but(need=None)}),
        ("stop team", {"id": A, "do": "stop", "stop": "s1", "match": "m1", "team": 1}, None, None,
         {"team": integer(0, 3)}),
        ("stop all", {"id": A, "do": "stop", "stop": "s1", "all": True}, None, None,
         {"all": Field([True], [], [None, 1, "true"], need=None)}),
        ("clear", {"id": A, "do": "clear", "robot": "scout1", "ids": ["s1"]},
         {"id": A, "do": "clear", "robot": "r"}, {"id": A, "do": "clear", "robot": "r"},
         {"robot": ident.but(need=None), "ids": listing(5, "s"), "ids[0]": tag}),
        ("clear match", {"id": A, "do": "clear", "match": "m1", "ids": ["s1"]}, None, None,
         {"match": ident.but(need=None), "ids": listing(5, "s"), "ids[0]": tag}),
        ("clear all", {"id": A, "do": "clear", "all": True, "ids": ["s1"]}, None, None,
         {"all": Field([True], [], [None, 1, "true"], need=None), "ids": listing(5, "s").needed, "ids[0]": tag}),
        ("roster", {"id": A, "do": "roster", "after": "scout1"}, {"id": A, "do": "roster"},
         {"id": A, "do": "roster"}, {"after": ident}),
        ("lease.list", {"id": A, "do": "lease.list", "after": "scout1"}, {"id": A, "do": "lease.list"},
         {"id": A, "do": "lease.list"}, {"after": ident}),
        ("token.renew", {"id": A, "do": "token.renew"}, None, None, {}),
        ("robot.deregister", {"id": A, "do": "robot.deregister", "robot": "scout1"},
         {"id": A, "do": "robot.deregister"}, {"id": A, "do": "robot.deregister"}, {"robot": ident}),
        ("robot.service", {"id": A, "do": "robot.service", "robot": "scout1", "in": False}, None, None,
         {"robot": ident.needed, "in": boolean.needed}),
        ("invite.create", {"id": A, "do": "invite.create", "kind": "player", "uses": 5, "ttl_s": 3600},
         {"id": A, "do": "invite.create", "kind": "referee"},
         {"id": A, "do": "invite.create", "kind": "referee", "uses": 1, "ttl_s": 86400},
         {"kind": choice(*"robot player watcher referee bot operator bridge media".split()).needed,
          "uses": integer(1, 1000).but(fill=1), "ttl_s": integer(1, 366 * 86400).but(fill=86400)}),
        ("enrolment.create", {"id": A, "do": "enrolment.create", "uses": 5, "ttl_s": 3600},
         {"id": A, "do": "enrolment.create"}, {"id": A, "do": "enrolment.create", "uses": 1, "ttl_s": 86400},
         {"uses": integer(1, 1000).but(fill=1), "ttl_s": integer(1, 366 * 86400).but(fill=86400)}),
        ("code.list", {"id": A, "do": "code.list", "after": "k3abc"}, {"id": A, "do": "code.list"},
         {"id": A, "do": "code.list"}, {"after": ident}),
        ("code.withdraw", {"id": A, "do": "code.withdraw", "code": "k3abc"}, None, None, {"code": ident.needed}),
        ("revoke", {"id": A, "do": "revoke", "principal": "player/ann-x7"}, None, None,
         {"principal": principal.needed}),
        ("match.create", CREATE, {"id": A, "do": "match.create", "name": "a", "teams": [{"name": "b", "seats": 1}]},
         {"id": A, "do": "match.create", "name": "a", "teams": [{"name": "b", "seats": 1}], "rules": {}},
         {"name": text(1, 64).needed,
          "teams": Field([[{"name": "t", "seats": 10}] * 4], [[], [{"name": "t", "seats": 1}] * 5], NOT_LIST, need=True),
          "teams[0]": obj(), "teams[0].name": text(1, 31).needed, "teams[0].seats": integer(1, 10).needed,
          "rules": obj(fill={}),
          **{"rules." + word: integer(row[0], row[1]).but(drop=row[2]) for word, row in RULES.items()}}),
        ("match.join", {"id": A, "do": "match.join", "match": "m1", "team": 1, "seat": 3, "wait": True, "principal": "bot/b"},
         {"id": A, "do": "match.join", "match": "m1"}, {"id": A, "do": "match.join", "match": "m1"},
         {"match": ident.needed, "team": integer(0, 3), "seat": integer(0, 39), "wait": boolean.but(drop=False), "principal": principal}),
        ("match.leave", {"id": A, "do": "match.leave", "match": "m1", "principal": "bot/b"},
         {"id": A, "do": "match.leave", "match": "m1"}, {"id": A, "do": "match.leave", "match": "m1"},
         {"match": ident.needed, "principal": principal}),
        ("match.ready", {"id": A, "do": "match.ready", "match": "m1", "ready": False}, None, None,
         {"match": ident.needed, "ready": boolean.needed}),
        *(("match." + deed, {"id": A, "do": "match." + deed, "match": "m1"}, None, None, {"match": ident.needed})
          for deed in ("start", "pause", "resume", "abort", "again")),
        ("match.assign unit", {"id": A, "do": "match.assign", "match": "m1", "unit": 3, "robot": "scout1"},
         None, None, {"match": ident.needed, "unit": integer(0, 63).but(need=None),
                      "robot": ident.but(bad=[word for word in ident.bad if word != ""])}),
        ("match.assign seat", {"id": A, "do": "match.assign", "match": "m1", "seat": 3}, None, None,
         {"seat": integer(0, 39).but(need=None)}),
        ("match.swap", {"id": A, "do": "match.swap", "match": "m1", "robot": "scout1", "with": "scout2"},
         {"id": A, "do": "match.swap", "match": "m1", "robot": "scout1"},
         {"id": A, "do": "match.swap", "match": "m1", "robot": "scout1"},
         {"match": ident.needed, "robot": ident.needed, "with": ident}),
        ("match.overturn", {"id": A, "do": "match.overturn", "match": "m1", "seq": 7}, None, None,
         {"match": ident.needed, "seq": integer(1, U32).needed}),
        ("match.penalty", {"id": A, "do": "match.penalty", "match": "m1", "robot": "scout1", "value": 50, "ms": 5000},
         {"id": A, "do": "match.penalty", "match": "m1", "robot": "scout1", "value": 0},
         {"id": A, "do": "match.penalty", "match": "m1", "robot": "scout1", "value": 0},
         {"match": ident.needed, "robot": ident.needed, "value": integer(0, 100).needed,
          "ms": integer(0, 3600000).but(drop=0)}),
        ("match.bypass", {"id": A, "do": "match.bypass", "match": "m1", "missing": "not_ready", "who": "bot/b"},
         None, None, {"match": ident.needed, "missing": choice(*MISSING).needed, "who": text(1, 41).needed}),
        ("match.report", {"id": A, "do": "match.report", "match": "m1", "delay_p50_ms": 9, "delay_p99_ms": 31},
         None, None, {"match": ident.needed, "delay_p50_ms": integer(0, 60000).needed,
                      "delay_p99_ms": integer(0, 60000).needed}),
    ],
    "answer": [
        ("ok", ANSWER, {"id": A, "ok": True}, {"id": A, "ok": True},
         {"id": ask_id.needed, "ok": Field([True], [], [None, 1, "true"], need=True), "robot": ident,
          "n": u31.but(drop=0), "session": tag, "place": u32.but(drop=0), "match": ident, "seat": integer(0, 39),
          "code": text(0, 31).but(drop=""),
          "expires": time.but(drop=0), "before": time.but(drop=0), "token": text(0, 1023).but(drop=""), "rev": u32,
          "next": ident, "robots": listing(32, {"id": "a", "state": "lost", "driver": None}).but(drop=ABSENT),
          "robots[0]": obj(), **roster_fields("robots[0]."),
          "leases": listing(32, {"robot": "r", "driver": None, "n": 1, "rev": 1, "drive": False,
                                 "idle_ms": 0}).but(drop=ABSENT),
          "leases[0]": obj(), "leases[0].robot": ident.needed, "leases[0].driver": driver.but(fill=None),
          "leases[0].n": u31.needed, "leases[0].rev": u31.needed, "leases[0].session": tag,
          "leases[0].drive": boolean.but(fill=False), **why_fields("leases[0].why"),
          "leases[0].idle_ms": u32.but(fill=0), **stops_fields("leases[0].stops"),
          "leases[0].queue": listing(8, "bot/b"), "leases[0].queue[0]": principal,
          "codes": listing(32, {"code": "a", "type": "enrolment", "uses": 1, "left": 0,
                                "expires": 0}).but(drop=ABSENT),
          "codes[0]": obj(), "codes[0].code": ident.needed, "codes[0].type": choice("invite", "enrolment").needed,
          "codes[0].kind": choice(*"robot player watcher referee bot operator bridge media".split()),
          "codes[0].uses": u32.needed, "codes[0].left": u32.needed, "codes[0].expires": time.needed}),
        ("refusal", {"id": A, "ok": False, "error": {"code": "robot_taken", "message": "Ann has it."}}, None, None,
         {"error": obj().needed,
          "error.code": Field(["bad_request", "unavailable", "too_large", "internal"], ["ok"], NOT_STRING,
                              need=True),
          "error.message": text(1, 159).needed}),
    ],
    "signal": [
        ("offer", {"session": "p1", "type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"}, None, None,
         {"session": tag.needed, "type": Field(["offer", "answer"], ["", "Offer", "pranswer"], NOT_STRING, need=True),
          "sdp": Field(["", "v=0\r\n\t\u0001", "€"], ["x" * 60000], NOT_STRING, need=True)}),
        ("candidate", {"session": "p1", "type": "candidate", "candidate": "candidate:1 1 udp 1 10.0.0.1 9 typ host",
                       "sdpMid": "0", "sdpMLineIndex": 1},
         {"session": "p1", "type": "candidate", "candidate": ""},
         {"session": "p1", "type": "candidate", "candidate": ""},
         {"candidate": text(0, 1023, control=True).needed, "sdpMid": text(0, 31).but(drop=""),
          "sdpMLineIndex": integer(0, 65535)}),
        ("bye", {"session": "p1", "type": "bye", "why": "closed"}, {"session": "p1", "type": "bye"},
         {"session": "p1", "type": "bye"}, {"why": text(0, 64).but(drop="")}),
    ],
}
LARGE = {"match", "match live", "roster", "answer", "signal"}
