"""Mail domains that say nothing about who somebody works for."""

ANY_COUNTRY = {"gmx", "hotmail", "live", "outlook", "yahoo", "ymail", "msn", "orange"}
PROVIDERS = {
    "aol.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "googlemail.com",
    "hetnet.nl",
    "hey.com",
    "home.nl",
    "icloud.com",
    "kpnmail.nl",
    "laposte.net",
    "mac.com",
    "mail.com",
    "mailbox.org",
    "me.com",
    "neuf.fr",
    "orange.fr",
    "planet.nl",
    "pm.me",
    "posteo.de",
    "posteo.net",
    "proton.me",
    "protonmail.com",
    "proximus.be",
    "scarlet.be",
    "sfr.fr",
    "skynet.be",
    "t-online.de",
    "telenet.be",
    "tuta.io",
    "tutanota.com",
    "voo.be",
    "wanadoo.fr",
    "web.de",
    "xs4all.nl",
    "yandex.com",
    "yandex.ru",
    "ziggo.nl",
    "zoho.com",
    "brutele.be",
    "belgacom.net",
    "base.be",
    "edpnet.be",
    "dommel.be",
    "duck.com",
    "bluewin.ch",
    "mail.ru",
    "qq.com",
    "163.com",
    "libero.it",
    "seznam.cz",
    "wp.pl",
    "o2.pl",
    "onet.pl",
}
RESERVED = {"example.com", "example.net", "example.org", "localhost"}  # for examples, by RFC 2606


def is_public(domain: str) -> bool:
    """Whether anybody can have an address there."""
    first = domain.partition(".")[0]
    ending = domain.rpartition(".")[2]
    reserved = domain in RESERVED or ending in {"test", "example", "invalid"}
    return reserved or domain in PROVIDERS or first in ANY_COUNTRY
