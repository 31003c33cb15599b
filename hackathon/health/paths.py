"""Where probes ask."""

LIVE, READY, REPORT = "/health/live/", "/health/ready/", "/health/"
METRICS = "/health/metrics/"
