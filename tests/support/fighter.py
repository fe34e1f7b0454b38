"""A person who plays in matches: hears documents, live messages and the log, and drives whatever robots
the arena gives. Shares no code with ours.

    with arena.join("Ann", cls=Fighter) as ann:
        match = ann.ask("match.create", name="Final", teams=[…])["match"]
        ann.ask("match.join", match=match, team=0)
        ann.wait_state(match, "running")
        ann.hold(x=0.2)                       # frames for all robots of the seat, 20 Hz, until let_go()
"""
import json
import threading

from tests.support.client import FRAME_S, Person


class Fighter(Person):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.documents, self.live, self.log = {}, {}, {}
        self.axes, self.ended = {}, threading.Event()
        self.sticks = None

    def _on_connect(self, client, data, flags, code, *properties):
        super()._on_connect(client, data, flags, code, *properties)
        everybody = f"{self.root}/bridge/main/all/match/+"
        client.subscribe([(everybody, 1), (f"{everybody}/live", 0), (f"{everybody}/event", 1)])

    def _on_message(self, client, data, message):
        levels = message.topic.removeprefix(f"{self.root}/bridge/main/all/match/").split("/")
        if levels[0] == self.root.split("/")[0]:
            super()._on_message(client, data, message)
            return
        document = json.loads(message.payload) if message.payload else None
        with self.condition:
            if len(levels) == 1:
                self.documents[levels[0]] = document
            elif levels[1] == "live":
                self.live[levels[0]] = document
            else:
                self.log.setdefault(levels[0], []).append(document)
            self.condition.notify_all()

    # --- what a match looks like ----------------------------------------------------------------

    def document(self, match):
        return self.documents.get(match) or {}

    def state(self, match):
        return self.document(match).get("state")

    def wait_state(self, match, *states, bound=20):
        if not self.wait(lambda: self.state(match) in states, bound):
            raise AssertionError(f"{match} is {self.document(match)}, not {states}")

    def entries(self, match, kind):
        return [entry for entry in self.log.get(match, []) if entry["kind"] == kind]

    def wait_entry(self, match, kind, count=1, bound=10):
        if not self.wait(lambda: len(self.entries(match, kind)) >= count, bound):
            raise AssertionError(f"no {kind} number {count} in {self.log.get(match)}")
        return self.entries(match, kind)[count - 1]

    def seat(self, match, principal=None):
        """The seat of somebody (absent: one's own), or None."""
        wanted = principal or self.principal
        return next((seat for team in self.document(match).get("teams", []) for seat in team["seats"]
                     if seat["player"] == wanted), None)

    def unit(self, match, robot):
        """What is known of a robot: live if there is, else from the document."""
        for unit in (self.live.get(match) or {}).get("units", []):
            if unit["robot"] == robot:
                return unit
        return next((unit for team in self.document(match).get("teams", []) for seat in team["seats"]
                     for unit in seat["units"] if unit["robot"] == robot), None)

    def scores(self, match):
        return [team["score"] for team in self.document(match)["teams"]]

    # --- driving --------------------------------------------------------------------------------

    def given(self):
        """robot -> n of the leases that `me` names."""
        me = self.last("bridge/main", "me") or {}
        return {lease["robot"]: lease["n"] for lease in me.get("leases", [])}

    def may_drive(self):
        me = self.last("bridge/main", "me") or {}
        return [lease["robot"] for lease in me.get("leases", []) if lease["drive"]]

    def hold(self, **axes):
        """From now on this is the stick: frames for every robot given, neutral until it is ready."""
        self.axes = axes
        if self.sticks is None:
            self.ended.clear()
            self.sticks = threading.Thread(target=self._drive_on, daemon=True)
            self.sticks.start()

    def let_go(self):
        self.axes = {}

    def _drive_on(self):
        while not self.ended.wait(FRAME_S):
            with self.condition:
                given = self.given()
                for robot, n in given.items():
                    if self.leases.get(robot) != n:
                        self.leases[robot], self.sequence[robot] = n, 0
                frames = [(robot, self.link.get(robot, {})) for robot in given]
            for robot, link in frames:
                ready = link.get("ready") and link.get("n") == self.leases[robot]
                self.frame(robot, **(self.axes if ready else {}))

    def close(self):
        self.ended.set()
        if self.sticks:
            self.sticks.join()
        super().close()
