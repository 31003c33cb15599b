"""The bucket as django-storages sees it; named by settings, and loaded only where it is used."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    """Private objects under names that say what they hold; a store that is down is told soon."""

    def get_default_settings(self) -> dict:
        return super().get_default_settings() | {
            "default_acl": None,
            "file_overwrite": True,
            "querystring_auth": False,
            "client_config": Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": self.style},
            ),
        }

    def __init__(self, addressing_style: str | None = None, **options: Any) -> None:
        self.style = addressing_style or "auto"
        super().__init__(**options)
