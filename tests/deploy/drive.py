"""python3 -m tests.deploy.drive API INVITE ROBOT: joins, claims, moves the robot, releases it."""
import sys

from tests.support.client import Person


def main(api, invite, robot):
    with Person.join(api, "Dora", invite) as dora:
        print("joined as", dora.principal, "at", f"{dora.host}:{dora.port}")
        number = dora.claim(robot, bound=30)
        print("lease", number)
        if not dora.wait(lambda: dora.pose(robot), 10):
            sys.exit("no status")
        start = dora.pose(robot)

        def moved():
            pose = dora.pose(robot)
            return abs(pose["x"] - start["x"]) + abs(pose["y"] - start["y"]) > 0.05

        # Backward where a wall is in front.
        if not dora.drive(robot, moved, 4, y=0.6) and not dora.drive(robot, moved, 4, y=-0.6):
            sys.exit(f"it did not move: {dora.link.get(robot)} {dora.last('robot/' + robot, 'status')}")
        print("moved from", start, "to", dora.pose(robot))
        dora.release(robot)


main(*sys.argv[1:])
