# Makes .venv with the locked packages. Sourced by demo, test and manage, which say in `bin` where
# they really are, also if they were started through a link; needs only python3.
# shellcheck shell=sh

root=$(CDPATH='' cd -- "${bin:?}/.." && pwd -P) || exit 1
venv=$root/.venv
log=$root/var/log/install.log
installer=

# Another project's settings would change what our own Python finds.
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
disk_is_full() { stop "The disk is full: make at least 1 GB free where $root is and try again."; }

fits='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c "$fits" >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11, 3.12 or 3.13 is needed, and none was found; install one so that python3 or python3.13 runs it, and try again."
}

space_left() { # in whole megabytes, where the project is
    df -Pk "$root" 2>/dev/null | awk 'NR == 2 { printf "%d", $4 / 1024 }'
}

explain() { # what went wrong, in one sentence, from the installer's own words
    left=$(space_left)
    if [ "${left:-9999}" -lt 50 ] || grep -qiE 'No space left|Errno 28|disk quota' "$log"; then
        disk_is_full
    elif grep -qiE 'ensurepip|No module named venv' "$log"; then
        stop "This Python cannot make virtual environments: install its venv package (on Debian: apt-get install python3-venv) and try again."
    elif grep -qiE 'Temporary failure|Name or service|NameResolution|NewConnection|ConnectTimeout|ReadTimeout|Connection broken|No route|unreachable|Connection refused|Connection to .* failed|Max retries|ProxyError' "$log"; then
        stop "The Python packages could not be downloaded: check the network connection and try again."
    elif grep -qiE 'DO NOT MATCH THE HASHES' "$log"; then
        stop "A downloaded package differs from the one that requirements.txt locks, so nothing was installed."
    elif grep -qiE 'Could not find a version|No matching distribution' "$log"; then
        stop "No ready-made package was found: $(sed -n 's/.*No matching distribution found for \([^ ]*\).*/\1/p' "$log" | tail -n 1) (check the network connection; Linux on x86-64 with glibc 2.28 and macOS on Apple silicon are served)."
    fi
    tail -n 5 "$log" >&2
    stop "The Python packages could not be installed; the last lines of $log stand above."
}

stamp_of() { printf '%s/%s.installed' "$venv" "$(printf '%s' "$1" | tr / -)"; }

is_installed() { # is_installed FILE
    [ -e "$venv/complete" ] && [ -f "$(stamp_of "$1")" ] &&
        [ "$(cat "$(stamp_of "$1")")" = "$(cksum < "$root/$1")" ] &&
        "$venv/bin/python" -c "$fits" 2>/dev/null
}

make_venv() {
    if [ -e "$venv/complete" ] && "$venv/bin/python" -c "$fits" >/dev/null 2>&1; then return; fi
    left=$(space_left)
    [ "${left:-9999}" -ge 700 ] || disk_is_full
    say "Making .venv with $("$python" --version) ..."
    rm -rf "$venv"
    { "$python" -m venv "$venv" && touch "$venv/complete"; } >"$log" 2>&1 || explain
}

show_progress() { # until the installer ends
    total=$(grep -c '^[A-Za-z0-9]' "$root/$1")
    while kill -0 "$installer" 2>/dev/null; do
        if [ -t 2 ]; then
            printf '\r  %s of about %s packages found' "$(grep -c '^Collecting' "$log")" "$total" >&2
        else
            printf '.' >&2
        fi
        sleep 1
    done
}

install_locked() { # install_locked FILE
    if is_installed "$1"; then return; fi
    wanted=$(cksum < "$root/$1")
    say "Installing what $1 locks (once; about a minute) ..."
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --retries 2 \
        --timeout 20 --only-binary :all: --require-hashes --progress-bar off \
        -r "$root/$1" >"$log" 2>&1 9>&- &
    installer=$!
    show_progress "$1"
    if wait "$installer"; then printf ' done\n' >&2; else printf '\n' >&2; explain; fi
    installer=
    printf '%s\n' "$wanted" >"$(stamp_of "$1")" || disk_is_full
}

give_up() { # a background command ignores Ctrl-C, so it is ended by hand
    if [ -n "$installer" ]; then kill "$installer" 2>/dev/null; wait "$installer"; fi
    say "Stopped."
    exit 130
}

set_up() { # set_up FILE...: everything in place, and quick when it already is
    for file in "$@"; do
        if ! is_installed "$file"; then missing=1; fi
    done
    if [ -z "${missing:-}" ]; then return; fi
    mkdir -p "$root/var/log" 2>/dev/null && : 2>/dev/null >"$log" ||
        if [ "$(space_left)" -lt 50 ]; then disk_is_full; else
            stop "The folder $root/var cannot be written: it must belong to the user who starts this."
        fi
    python=$(find_python) || exit 1
    trap give_up INT TERM HUP
    # Two first starts at once would install over each other; the lock ends with its holder.
    exec 9>"$root/var/setup.lock"
    "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' || exit 1
    make_venv
    for file in "$@"; do install_locked "$file"; done
    exec 9>&-
    trap - INT TERM HUP
}
