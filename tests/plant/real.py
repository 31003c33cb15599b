"""The environment of a real installation, as far as settings ask for it. Nothing answers there."""

FOLDERS = {
    "MEDIA_ROOT": "/srv/hackathon/media",
    "STATIC_ROOT": "/srv/hackathon/static",
    "COUNTDOWN_ROOT": "/srv/hackathon/countdown",
}
REAL = {
    "DATABASE_URL": "postgres://me:secret@db.example.org:5432/hackathon",
    "REDIS_URL": "redis://:secret@redis.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://me:secret@mail.example.org:587",
    "MAIL_FROM": "Hackathon <hackathon@example.org>",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://hackathon.example.org",
    "ALLOWED_HOSTS": "hackathon.example.org",
    "TRUSTED_PROXY_COUNT": "1",
    **FOLDERS,
}
