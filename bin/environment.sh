# Makes .venv with the locked packages. Sourced by demo, test and manage; needs only python3.
# shellcheck shell=sh

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
venv=$root/.venv

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

fits='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c "$fits" >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11, 3.12 or 3.13 is needed, and none was found as python3. Install one and try again."
}

explain() { # what went wrong, in one sentence, from pip's own words
    if grep -qiE 'No space left|Errno 28|disk quota' "$1"; then
        stop "The disk is full: make at least 1 GB free and try again."
    elif grep -qiE 'ensurepip|No module named venv' "$1"; then
        stop "This Python cannot make virtual environments: install its venv package (on Debian: python3-venv) and try again."
    elif grep -qiE 'Temporary failure|Name or service|NewConnectionError|ConnectTimeout|No route|unreachable|Connection refused|Could not find a version|Max retries' "$1"; then
        stop "The Python packages could not be downloaded: check the network connection and try again."
    fi
    tail -n 5 "$1" >&2
    stop "The Python packages could not be installed; the last lines above say why."
}

install_locked() { # install_locked FILE NAME
    stamp=$venv/$2.installed
    wanted=$(cksum < "$root/$1")
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
    say "Installing the packages of $1 (once; about a minute) ..."
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --retries 2 \
        --timeout 20 --require-hashes --progress-bar off -r "$root/$1" >"$log" 2>&1 &
    pid=$!
    while kill -0 $pid 2>/dev/null; do sleep 1; printf '.' >&2; done
    if wait $pid; then printf ' done\n' >&2; else printf '\n' >&2; explain "$log"; fi
    printf '%s\n' "$wanted" > "$stamp" || stop "The disk is full: make at least 1 GB free and try again."
}

mkdir -p "$root/var/log" 2>/dev/null || stop "The folder $root/var cannot be written: check its rights and the space on the disk."
log=$root/var/log/install.log
if ! { "$venv/bin/python" -c "$fits" && [ -e "$venv/complete" ]; } >/dev/null 2>&1; then
    python=$(find_python) || exit 1
    rm -rf "$venv"
    say "Making .venv with $("$python" --version) ..."
    { "$python" -m venv "$venv" && touch "$venv/complete"; } >"$log" 2>&1 || explain "$log"
fi
install_locked requirements.txt application
