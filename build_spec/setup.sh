#!/usr/bin/env bash
# Everything `make demo` (demo), `make test` (development), `make test-ha` (ha), `make report-pages` (pages, after
# development) and `make installers` (installers, after development) need, on Debian 12 or Ubuntu 24.04. A second run does nothing twice.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:?demo, development, ha, pages or installers}

python=${PYTHON:-python3}
packages=(libglib2.0-0 libgl1 libegl1 libx11-6 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 libgssapi-krb5-2 libbrotli1
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0)
[ "$purpose" != ha ] || packages=(etcd-server haproxy patroni pgbouncer postgresql python3-etcd)
[ "$purpose" != pages ] || packages=(fonts-liberation libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils)
[ "$purpose" != installers ] || packages+=(at-spi2-core binutils dbus debootstrap dpkg-dev patchelf systemd-container xdotool xvfb
  gcc-mingw-w64-x86-64 nsis wine wine64)
[ "$purpose" != development ] || packages+=(chromium faketime libatomic1 nginx-light postgresql xvfb zbar-tools)

say() { printf 'hailong set-up: %s\n' "$*" >&2; }

installed() { [[ $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) == *'ok installed'* ]]; }

have_package() {  # Ubuntu 24.04 renamed some of Debian's packages (64-bit time); any PostgreSQL that is there will do
  installed "$1" || installed "${1}t64" || { [ "$1" = postgresql ] && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
}

install_packages() {
  local missing=() name
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no apt on this system; the programs need what Debian calls: ${packages[*]}"
    return 0
  fi
  case $(command -v "$python") in /usr/bin/*) packages+=(python3-venv) ;; esac
  for name in "${packages[@]}"; do have_package "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
      say "needs root for: apt-get install ${missing[*]}"
      exit 1
    fi
    root=(sudo)
  fi
  "${root[@]}" apt-get update -q >/dev/null
  local found=()
  for name in "${missing[@]}"; do
    if [ -n "$(apt-cache show "$name" "${name}t64" 2>/dev/null | sed -n '/^Package:/p')" ]; then found+=("$name")
    else say "this system has no package $name (Ubuntu: chromium comes as a snap); tests that need it are skipped"; fi
  done
  [ ${#found[@]} -gt 0 ] || return 0
  say "installing ${found[*]}"
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -q --no-install-recommends "${found[@]}" >/dev/null
}

install_lock() {  # a stamp of the lock's content says what the environment holds; $2: another than .venv
  local environment=${2:-.venv}
  local lock=build_spec/locks/$1.txt stamp=$environment/.installed-$1
  if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then return 0; fi
  say "installing $lock"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
  cp "$lock" "$stamp"
}

install_programs() {  # .venv/bin/hailong-kiosk and hailong-central, from this folder
  local stamp=.venv/.installed-programs
  if cmp -s pyproject.toml "$stamp"; then return 0; fi
  say "installing hailong-kiosk and hailong-central in .venv/bin"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  cp pyproject.toml "$stamp"
}

if [ "$purpose" = ha ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "make test-ha starts databases as their own user and installs Debian's packages: it needs root, and apt"
    exit 1
  fi
  install_packages
  exit 0
fi
if [ "$purpose" = pages ]; then
  install_packages
  exit 0
fi
if ! command -v "$python" >/dev/null || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "needs Python 3.11 or newer: apt-get install python3 python3-venv"
  exit 1
fi
if [ "$purpose" = installers ]; then  # programs are frozen where nothing is that only developers need
  case $(command -v "$python") in /usr/bin/*) packages+=("libpython3-dev") ;; esac
  install_packages
  [ -x build/tools/bin/python ] || "$python" -m venv --clear build/tools
  install_lock installers build/tools
  exit 0
fi
install_packages
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
if [ "$purpose" = demo ]; then
  if ! cmp -s build_spec/locks/development.txt .venv/.installed-development; then
    for lock in kiosk central build; do install_lock "$lock"; done
  fi
else
  install_lock development
fi
install_programs
.venv/bin/python -m build_spec.translations
