class BackupFailed(Exception):
    """What went wrong, as a sentence for the person who typed the command."""
