# What a build needs from the system, for Utils/setup and Utils/test, which read this file.

say() { printf '== %s\n' "$*"; }
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Installs the system libraries that are missing. Does nothing, and needs no network, when all are there.
install_packages() {
  command -v swift > /dev/null || fail 'there is no swift; install Swift 6.3 or newer from swift.org'
  local missing=()
  if ! command -v pkg-config > /dev/null; then
    missing=(pkg-config libxml2-dev libzstd-dev zlib1g-dev)
  else
    pkg-config --exists libxml-2.0 || missing+=(libxml2-dev)
    pkg-config --exists libzstd || missing+=(libzstd-dev)
    pkg-config --exists zlib || missing+=(zlib1g-dev)
  fi
  ((${#missing[@]})) || return 0
  command -v apt-get > /dev/null \
    || fail "missing: ${missing[*]}, and there is no apt-get; install the like of them by hand"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo > /dev/null || fail "run as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}
