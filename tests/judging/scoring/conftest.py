import pytest


@pytest.fixture(autouse=True)
def all_sweeps_each_time(full_calibrations):
    """Here it is asked what a calibration says, and whether the same marks give the same."""
