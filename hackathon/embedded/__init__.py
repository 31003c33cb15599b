"""A private Postgres, Valkey and mail sink for the demo and the tests. Never used in production."""
