"""Cases that no table of members yields: hostile texts, odd forms, topics."""
import json

from messages import A, RULES_DEFAULT

EMPTY_MATCH = {"id": "m", "state": "lobby", "held": False, "seq": 0, "clock": 0, "rules": RULES_DEFAULT, "teams": []}


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 24 else f"{text[:16]}… ({len(text)})"


# Refused by every message, for the same reason. Text, or bytes as hex.
HOSTILE = [(text, "") for text in (
    " ", "null", "true", "1", '"x"', "[]", "[{}]", "{", "}", "{}}", "{} x", "{},", "{}{}", '{"a"}', '{"a":}',
    '{"a":1,}', "{,}", "{'a':1}", "{a:1}", '{"a":01}', '{"a":-01}', '{"a":1.}', '{"a":.5}', '{"a":+1}',
    '{"a":-}', '{"a":1e}', '{"a":1e+}', '{"a":0x1}', '{"a":1_000}', '{"a":NaN}', '{"a":nan}', '{"a":Infinity}',
    '{"a":-Infinity}', '{"a":undefined}', '{"a":True}', '{"a":tru}', '{"a":nul', '{"a":1 "b":2}', '{"a":[1,]}',
    '{"a":[1 2]}', '{"a":[}', '{"a":{]}', '{"a":[1}}', '{"a" 1}', '{"a":1}//', "/**/{}", '{"a":"\t"}', '{"a":"\n"}',
    '{"a":"\\x41"}', '{"a":"\\u12"}', '{"a":"\\u12g4"}', '{"a":"\\', '{"a":"\\u', '{"a":"x', '{"a', '{"a":"\\u0000"}',
    '{"\\u0000":1}', '{"a":"\\ud800"}', '{"a":"\\udc00"}', '{"a":"\\ud800\\ud800"}', '{"a":"\\ud800x"}',
    '{"a":"\\ud800\\n"}', '{"a":"\\udc00\\ud800"}', "{}\u00a0", "\u2003{}", "{}\u000b", "{}\f", '{"a":' + "[" * 8 + "]" * 8 + "}",
    '{"a":' * 9 + "1" + "}" * 9, "[" * 4000, '{"a":' * 800, "[" * 2000 + "]" * 2000,
)] + [
    ('{"zz":1e999}', "zz"), ('{"zz":-1e999}', "zz"), ('{"zz":' + "9" * 400 + "}", "zz"), ('{"zz":[0,1e999]}', "zz[1]"),
    ('{"zz":[[0],[1e999]]}', "zz[1][0]"), ('{"zz":{"y":1e999}}', "zz.y"), ('{"zz":1.8e308}', "zz"),
    ('{"a":1,"a":1}', "a"), ('{"a":1,"\\u0061":2}', "a"), ('{"zz":{"a":1,"b":2,"a":3}}', "zz.a"),
    ('{"zz":[{"a":1,"a":1}]}', "zz[0].a"), ('{"__proto__":1,"__proto__":2}', "__proto__"), ('{"":1,"":2}', ""),
    ('{"a b":1e999}', "a?b"), ('{"é":1e999}', "??"), ('{"a\\n":1e999}', "a?"), ('{"' + "x" * 100 + '":1e999}', "x" * 63),
    ("{" + ",".join(f'"k{i}":0' for i in range(257)) + "}", ""),
    ('{"zz":{' + ",".join(f'"k{i}":0' for i in range(257)) + "}}", "zz"),
]
HOSTILE_HEX = [
    ("byte order mark", "efbbbf7b7d"), ("UTF-16", "fffe7b007d00"), ("UTF-16 without mark", "7b007d00"),
    ("NUL", "00"), ("NUL in front", "007b7d"), ("NUL behind", "7b7d00"), ("NUL in a string", "7b2261223a22620063227d"),
    ("NUL in a name", "7b226100223a317d"), ("overlong slash", "7b2261223a22c0af227d"), ("overlong NUL", "7b2261223a22c080227d"),
    ("overlong of three", "7b2261223a22e0809f227d"), ("overlong of four", "7b2261223a22f08080af227d"),
    ("surrogate in UTF-8", "7b2261223a22eda080227d"), ("beyond U+10FFFF", "7b2261223a22f4908080227d"),
    ("byte ff", "7b2261223aff7d"), ("byte ff in a string", "7b2261223a22ff227d"), ("cut sequence", "7b2261223a22e282227d"),
    ("cut at the end", "7b2261223a22e282"), ("lonely continuation", "7b2261223a2280227d"),
    ("Latin-1", "7b2261223a22e4227d"), ("gzip", "1f8b0800000000000003"), ("TLS hello", "16030100a50100"),
]


def texts(*pairs):
    return [{"name": short(text), "json": text, **({"refused": outcome[0]} if isinstance(outcome, tuple) else
                                                 {"canonical": outcome})} for text, outcome in pairs]


OWN = {
    "presence": texts(
        ('{"state":"online","State":"lost"}', {"state": "online"}), ('{"State":"online"}', ("state",)),
        (' \t\r\n{ "state" : "online" } \n', {"state": "online"}), ('{"\\u0073tate":"\\u006fnline"}', {"state": "online"}),
        ('{"state":"online","ts":1e3}', {"state": "online", "ts": 1000}),
        ('{"state":"online","ts":1.0E+0}', {"state": "online", "ts": 1}), ('{"state":"online","ts":10e-1}', {"state": "online", "ts": 1}),
        ('{"state":"online","ts":-0}', {"state": "online"}), ('{"state":"online","ts":9007199254740992}', ("ts",)),
        ('{"state":"online","ts":0.1e-400}', {"state": "online"}),
        ('{"state":"online","zz":"\\ud83e\\udd16\\/\\b\\f"}', {"state": "online"})),
    "card": texts(
        ('{"id":"a","actions":{"go":{"min":1}}}', ("actions.go.max",)), ('{"id":"a","actions":{"go":{"max":1}}}', ("actions.go.min",)),
        ('{"id":"a","actions":{"":{}}}', ("actions.",)), ('{"id":"a","actions":{"' + "x" * 32 + '":{}}}', ("actions." + "x" * 32,)),
        ('{"id":"a","actions":{"a\\nb":{}}}', ("actions.a?b",)), ('{"id":"a","status":{"":"%"}}', ("status.",)),
        ('{"id":"a","status":{"' + "x" * 32 + '":"%"}}', ("status." + "x" * 32,)),
        ('{"id":"a","axes":{"q":7}}', {"id": "a", "axes": {}, "status_ms": 1000, "deadman_ms": 250, "max_age_ms": 500, "max_message": 4096}),
        ('{"id":"a","cameras":[{"id":"c","via":["direct","relay"]},{"id":"d","via":["direct","direct"]}]}',
         {"id": "a", "axes": {}, "cameras": [{"id": "c", "via": ["relay", "direct"]}, {"id": "d", "via": ["direct"]}],
          "status_ms": 1000, "deadman_ms": 250, "max_age_ms": 500, "max_message": 4096})),
    "state": texts(
        ('{"c":0,"n":0,"rev":0,"highest":0,"mode":"idle","why":["grue","idle","grue"]}',
         {"c": 0, "n": 0, "rev": 0, "highest": 0, "mode": "idle", "idle_ms": 0, "why": ["idle"]}),
        ('{"c":0,"n":0,"rev":0,"highest":0,"mode":"idle","why":["grue"]}',
         {"c": 0, "n": 0, "rev": 0, "highest": 0, "mode": "idle", "idle_ms": 0}),
        ('{"c":0,"n":0,"rev":0,"highest":0,"mode":"idle","stops":[{"id":"a","by":"bot/x"},7]}', ("stops[1]",))),
    "status": texts(
        ('{"battery":"full","lamp":true,"list":[1],"speed":0}', {"speed": 0}), ('{"pose":7}', ("pose",)), ('{"ts":-1}', ("ts",)),
        ('{"' + "x" * 31 + '":1}', {"x" * 31: 1}), ('{"' + "x" * 32 + '":1}', ("x" * 32,)), ('{"":1}', ("",)),
        ('{"a\\u007f":1}', ("a?",)), ('{"__proto__":1}', {"__proto__": 1}), ('{"speed":-0.0}', {"speed": 0}),
        ('{"a":0.1,"b":1e21,"c":1e-7,"d":123456789012345680000}', {"a": 0.1, "b": 1e21, "c": 1e-7, "d": 123456789012345680000}),
        ("{" + ",".join(f'"f{i}":{i}' for i in range(32)) + "}", {f"f{i}": i for i in range(32)}),
        ("{" + ",".join(f'"f{i}":{i}' for i in range(33)) + "}", ("f32",))),
    "lease": texts(
        ('{"n":1,"rev":1,"e":1,"driver":null,"drive":false,"limits":{"x":1,"q":9}}',
         {"n": 1, "rev": 1, "e": 1, "driver": None, "drive": False, "max_age_ms": 500, "deadman_ms": 250})),
    "revoked": texts(("", ""), ('{"before":0}', "")),
    "ask": texts(
        (f'{{"id":"{A}","do":"stop","stop":"s"}}', ("",)), (f'{{"id":"{A}","do":"stop","stop":"s","robot":"r","all":true}}', ("",)),
        (f'{{"id":"{A}","do":"stop","stop":"s","robot":"r","match":"m"}}', ("",)), (f'{{"id":"{A}","do":"stop","stop":"s","all":false}}', ("",)),
        (f'{{"id":"{A}","do":"drive.claim","robot":"r","uses":5,"stop":7,"in":"x"}}', {"id": A, "do": "drive.claim", "robot": "r"}),
        (f'{{"id":"{A}","do":"ice"}}', {"id": A, "do": "ice"}), (f'{{"id":"{A}","do":"constructor"}}', ("do",)),
        (f'{{"id":"{A}","do":"match.join","match":"m"}}', {"id": A, "do": "match.join", "match": "m"}),
        (f'{{"id":"{A}","do":"stop","stop":"s","robot":"r","team":0}}', ("team",)),
        (f'{{"id":"{A}","do":"stop","stop":"s","all":true,"team":0}}', ("team",)),
        (f'{{"id":"{A}","do":"clear","match":"m"}}', {"id": A, "do": "clear", "match": "m"}),
        (f'{{"id":"{A}","do":"clear","match":"m","robot":"r"}}', ("",)),
        (f'{{"id":"{A}","do":"match.create","name":"a","teams":[{{"name":"b","seats":1}}],"rules":{{"grue":1}}}}', ("rules.grue",)),
        (f'{{"id":"{A}","do":"match.create","name":"a","teams":[{{"name":"b","seats":1}}],"rules":{{"constructor":1}}}}', ("rules.constructor",)),
        (f'{{"id":"{A}","do":"match.create","name":"a","teams":[{{"name":"b","seats":1}}],"robots_per_seat":3,"rules":{{"lives":0}}}}',
         {"id": A, "do": "match.create", "name": "a", "teams": [{"name": "b", "seats": 1}], "rules": {"robots_per_seat": 3}}),
        (f'{{"id":"{A}","do":"match.create","name":"a","teams":[{{"name":"b","seats":1}}],"robots_per_seat":5}}', ("robots_per_seat",)),
        (f'{{"id":"{A}","do":"match.assign","match":"m","unit":0,"robot":""}}', {"id": A, "do": "match.assign", "match": "m", "unit": 0}),
        (f'{{"id":"{A}","do":"match.assign","match":"m","unit":0,"seat":0}}', ("",)),
        (f'{{"id":"{A}","do":"match.assign","match":"m"}}', ("",)),
        (f'{{"id":"{A}","do":"match.start","match":"m","team":9,"rules":7}}', {"id": A, "do": "match.start", "match": "m"})),
    "match": texts(
        (json.dumps({"id": "m", "state": "lobby", "missing": [{"why": "grue", "who": "x"}, {"why": "no_robot", "who": "y"}]}),
         {**EMPTY_MATCH, "missing": [{"why": "no_robot", "who": "y"}]}),
        (json.dumps({"id": "m", "state": "lobby", "missing": [{"why": "grue"}]}), ("missing[0].who",)),
        (json.dumps({"id": "m", "state": "lobby", "rules": {"grue": "x", "bots": 3}}),
         {**EMPTY_MATCH, "rules": {**RULES_DEFAULT, "bots": 3}}),
        (json.dumps({"id": "m", "state": "lobby", "teams": [{"name": "t", "seats": [{"units": [{}] * 4}] * 8}] * 2
                     + [{"name": "t", "seats": [{"units": [{}]}]}]}), ("teams",))),
    "match event": texts(
        ('{"seq":1,"at":0,"kind":"hit","missing":7}', {"seq": 1, "at": 0, "kind": "hit"}),
        ('{"seq":1,"at":0,"kind":"hit","verdict":""}', ("verdict",)), ('{"seq":1,"at":0,"kind":"finished","team":-1}', ("team",))),
    "answer": texts(
        (f'{{"id":"{A}","ok":false,"error":{{"code":"grue","message":"Eaten."}}}}',
         {"id": A, "ok": False, "error": {"code": "internal", "message": "Eaten."}}),
        (f'{{"id":"{A}","ok":false}}', ("error",)), (f'{{"id":"{A}","ok":true,"error":7}}', {"id": A, "ok": True}),
        (f'{{"id":"{A}","ok":true,"rev":0,"robots":[],"leases":[]}}', {"id": A, "ok": True, "rev": 0, "robots": [], "leases": []})),
    "signal": texts(
        ('{"session":"p","type":"bye","sdp":7}', {"session": "p", "type": "bye"}), ('{"session":"p","type":"offer"}', ("sdp",)),
        ('{"session":"p","type":"candidate","candidate":"","sdpMLineIndex":0}',
         {"session": "p", "type": "candidate", "candidate": "", "sdpMLineIndex": 0})),
}


WHATS = ("presence card state status event link ack ask signal drive action stop beat lease video roster me answer "
         "api admin").split()


def topic(text, root="arena/v1", name=None, **parsed):
    return {"name": name or text[:60], "root": root, "topic": text, "parsed": parsed or None}


def topic_cases():
    kinds = "robot player watcher referee bot operator bridge media".split()
    for what in WHATS:
        yield topic(f"arena/v1/robot/scout1/all/{what}", **{"from": "robot/scout1", "to": None, "what": what})
        yield topic(f"arena/v1/player/ann-x7/robot/scout1/{what}",
                    **{"from": "player/ann-x7", "to": "robot/scout1", "what": what})
    for kind in kinds:
        yield topic(f"arena/v1/{kind}/a/{kind}/b/ask", **{"from": f"{kind}/a", "to": f"{kind}/b", "what": "ask"})
        yield topic(f"arena/v1/bridge/main/all/revoked/{kind}/x-1",
                    **{"from": "bridge/main", "to": None, "what": "revoked", "subject": f"{kind}/x-1"})
    for tail, what in (("", "match"), ("/live", "match live"), ("/event", "match event")):
        yield topic(f"arena/v1/bridge/main/all/match/m1{tail}",
                    **{"from": "bridge/main", "to": None, "what": what, "match": "m1"})
    long = "z" * 31
    yield topic(f"arena/v1/operator/{long}/operator/{long}/drive", name="the longest ids",
                **{"from": f"operator/{long}", "to": f"operator/{long}", "what": "drive"})
    for root in ("a", "a/b/c/d", "0-9", "x" * 63, "/".join(["x" * 15] * 4)):
        yield topic(f"{root}/robot/a/all/card", root=root, **{"from": "robot/a", "to": None, "what": "card"})
    for text in BAD_TOPICS:
        yield topic("arena/v1" + text)
    for text in ("", "/", "arena", "arena/v1", "arena/v2/robot/a/all/card", "arena/v1robot/a/all/card",
                 "ARENA/v1/robot/a/all/card", "/arena/v1/robot/a/all/card", "robot/a/all/card", "$SYS/broker/uptime",
                 "$share/g/arena/v1/robot/a/all/card", "x" * 65535, "/" * 300, "arena/v1" + "/a" * 200,
                 "arena/v1/robot/ä/all/card"):
        yield topic(text)


BAD_TOPICS = (
    "/", "//", "/robot", "/robot/a", "/robot/a/all", "/robot/a/all/", "/robot/a/all/card/", "/robot/a/all/card/x",
    "/robot/a/card", "/robot//all/card", "//a/all/card", "/robot/a//card", "/robot/a/all//card", "/ghost/a/all/card",
    "/all/a/all/card", "/robot/all/card", "/Robot/a/all/card", "/robot/A/all/card", "/robot/-a/all/card",
    "/robot/a_b/all/card", "/robot/" + "a" * 32 + "/all/card", "/robot/a/robot/" + "a" * 32 + "/drive", "/robot/a b/all/card",
    "/robot/a/robot/card", "/robot/a/robot/b", "/robot/a/robot/b/", "/robot/a/ghost/b/drive", "/robot/a/robot//drive",
    "/robot/a/all/grue", "/robot/a/all/Card", "/robot/a/all/card ", "/robot/a/all/match", "/robot/a/all/match/",
    "/robot/a/all/match/m1/", "/robot/a/all/match/m1/dead", "/robot/a/all/match/m1/live/x", "/robot/a/all/match/M",
    "/robot/a/all/match live", "/robot/a/all/match event", "/robot/a/all/live", "/robot/a/all/revoked", "/robot/a/all/revoked/player",
    "/robot/a/all/revoked/ghost/x", "/robot/a/all/revoked/player/x/y", "/robot/a/all/revoked/player/", "/robot/a/all/all",
    "/+/+/all/card", "/robot/+/all/card", "/robot/a/all/+", "/robot/a/all/#", "/#", "/robot/#", "/robot/a/+/+/drive",
    "/robot/a/all/card\n", "/robot/a/all/card#", "/robot/a/all/card+", "/a/b/c/d/e/f/g/h/i/j/k", "/robot/a/all/revoked/a/b/c/d/e/f",
    "/bridge/main/all/revoked/robot/" + "a" * 32, "/bridge/main/all/match/" + "a" * 32, "/bridge/main/all/match/-a",
)
