"""A real nginx with the configuration of deploy/, in front of a real web process."""

import ipaddress
import os
import shutil
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hackathon.embedded import places
from hackathon.embedded.processes import Child

DEPLOY = places.ROOT / "deploy"
MAIN = """
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
daemon off;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/debian.conf;
}}
"""


class Front:
    """nginx at ``https://127.0.0.1:tls``, the application behind it, and their folder."""

    def __init__(self, folder: Path, database: str, **more: str) -> None:
        self.folder = folder
        self.plain, self.tls, self.app = (places.free_port() for _ in range(3))
        self.url = f"https://127.0.0.1:{self.tls}"
        # Playwright's tests set what a deployment refuses to start with.
        known = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        self.env = known | {
            "DATABASE_URL": database,
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXY_COUNT": "1",
            "MEDIA_ACCEL_PREFIX": "/protected/",
            "MEDIA_ROOT": str(folder / "media"),
            "COUNTDOWN_ROOT": str(folder / "countdown"),
            "BIND": f"127.0.0.1:{self.app}",
            "WEB_WORKERS": "1",
            "PYTHON": sys.executable,
            "WORKER_TMP": str(folder),
            "TMPDIR": str(folder),
            **more,
        }
        (folder / "static").symlink_to(os.environ["STATIC_ROOT"])
        (folder / "pages").symlink_to(DEPLOY / "pages")
        (folder / "project").symlink_to(places.ROOT)  # whose own path may hold a space

    def configure(self) -> None:
        """The files of deploy/, with this test's places and ports for those of a real host."""
        replaced = {
            "/opt/hackathon/deploy/nginx/site.conf": f"{self.folder}/site.conf",
            "/opt/hackathon": f"{self.folder}/project",
            "/srv/hackathon": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "/etc/ssl/hackathon": str(self.folder),
            "127.0.0.1:8000": f"127.0.0.1:{self.app}",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.tls} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
        }
        for name in ("debian.conf", "site.conf"):
            text = (DEPLOY / "nginx" / name).read_text()
            for known, own in replaced.items():
                text = text.replace(known, own)
            (self.folder / name).write_text(text)
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder))
        write_certificate(self.folder)

    def start_application(self) -> Child:
        return Child(
            [DEPLOY / "run", "web"], self.folder / "web.log", cwd=places.ROOT, env=self.env
        )

    def start_nginx(self) -> Child:
        command = ["nginx", "-c", self.folder / "nginx.conf", "-p", self.folder]
        return Child(command, self.folder / "nginx.log")

    def ask(self, path: str, **headers: str) -> requests.Response:
        return requests.get(
            self.url + path,
            headers=headers,
            verify=f"{self.folder}/fullchain.pem",
            timeout=30,
            allow_redirects=False,
        )

    def answers(self) -> bool:
        try:
            return self.ask("/health/live/").status_code == 200
        except requests.RequestException:
            return False

    @property
    def log(self) -> str:
        return (self.folder / "hackathon.log").read_text()


def is_installed() -> bool:
    return shutil.which("nginx") is not None


@contextmanager
def running(folder: Path, database: str, **more: str):
    front = Front(folder, database, **more)
    front.configure()
    application = front.start_application()
    nginx = front.start_nginx()
    try:
        application.wait_until(front.answers, seconds=90)
        front.application = application
        yield front
    finally:
        application.stop(seconds=5)
        nginx.stop(seconds=5)


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
