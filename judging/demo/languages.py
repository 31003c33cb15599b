from typing import Any


def spoken(field: str, en: str, fr: str, nl: str, de: str) -> dict[str, str]:
    """The columns of a translated field, for a row that speaks all four languages."""
    return {f"{field}_en": en, f"{field}_fr": fr, f"{field}_nl": nl, f"{field}_de": de}


def row(*parts: dict[str, str], **more: Any) -> dict[str, Any]:
    return {name: value for part in (*parts, more) for name, value in part.items()}
