"""Whether the installation is up, may be sent requests, and what is wrong where it is not."""
