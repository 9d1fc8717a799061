"""Hypothesis profiles: dev (default), ci (the same examples every time), deep (overnight).

Chosen by the environment variable HYPOTHESIS_PROFILE or by --hypothesis-profile.
"""

import os

from hypothesis import HealthCheck, settings

SLOW_BUT_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile("dev", max_examples=40, deadline=None, print_blob=True, suppress_health_check=SLOW_BUT_FINE)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.register_profile("deep", parent=settings.get_profile("dev"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
