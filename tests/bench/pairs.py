"""Interleaved pairs of runs and the line that tells of them: the figure itself, the control's, and
the ratio of each pair as median and spread.
"""
import statistics


def interleave(pairs, ours, control):
    """Runs both so often, each first in every other pair; [(ours, control), …]."""
    runs = []
    for pair in range(pairs):
        if pair % 2 == 0:
            mine = ours()
            runs.append((mine, control()))
        else:
            other = control()
            runs.append((ours(), other))
    return runs


def tell(title, control_title, runs, digits=0):
    """Prints one line of the table; returns the median of the ratios ours / control."""
    ratios = sorted(mine / other for mine, other in runs)
    median = statistics.median(ratios)
    ours = statistics.median(run[0] for run in runs)
    other = statistics.median(run[1] for run in runs)
    print(f"{title:<44} {ours:>10.{digits}f}   {control_title:<44} {other:>10.{digits}f}   "
          f"ratio {median:5.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})", flush=True)
    return median
