# What ./dev's commands share. Sourced from the project's folder.

export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR=$PWD

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf './dev: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "need root for: $*  (run it as root, or install sudo)"
  fi
}

sources() { git ls-files -co --exclude-standard -- 'src/*.h' 'src/*.cc' 'tests/*.cc' 'bench/*.cc' 'examples/*.cc' 'examples/*.h'; }

# Lines "package version-pattern" of a list, comments dropped.
package_list() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"; }

# Debian's packages of a list: installs the missing, refuses versions that we did not build with.
setup_debian() {
  local list=$1 missing=() name pattern have
  while read -r name pattern; do
    have=$(dpkg-query -W -f='${Status} ${Version}' "$name" 2>/dev/null || true)
    case "$have" in
      "install ok installed "*) ;;
      *) missing+=("$name") ;;
    esac
  done < <(package_list "$list")
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing from Debian: ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
  fi
  while read -r name pattern; do
    have=$(dpkg-query -W -f='${Version}' "$name")
    # shellcheck disable=SC2053  # the right side is a pattern
    [[ $have == $pattern ]] || fail "$name is version $have, and the project is pinned to $pattern ($list)"
  done < <(package_list "$list")
}

# A Python environment made from a list whose every line is pinned by version and hash.
setup_venv() {
  local folder=$1 list=$2
  cmp -s "$list" "$folder/requirements.txt" && return
  say "making $folder from $list"
  rm -rf "$folder"
  /usr/bin/python3 -m venv "$folder"
  "$folder/bin/pip" install -q --disable-pip-version-check --only-binary :all: --no-deps --require-hashes -r "$list"
  cp "$list" "$folder/requirements.txt"
}

setup_sources() {
  local name version sum archive
  while read -r name version sum; do
    [ -e ".deps/$name-$version/.complete" ] && continue
    say "fetching $name $version from PyPI"
    rm -rf ".deps/$name-$version" && mkdir -p .deps/download
    .deps/venv/bin/pip download -q --disable-pip-version-check --no-deps --no-build-isolation --no-binary :all: -d .deps/download "$name==$version"
    archive=.deps/download/$name-$version.tar.gz
    echo "$sum  $archive" | sha256sum --check --quiet || fail "$archive is not the file that deps/sources.txt pins"
    tar -xzf "$archive" -C .deps
    touch ".deps/$name-$version/.complete"
  done < <(package_list deps/sources.txt)
}

# setup_machine [bench]: installs what is missing; nothing is asked of the network when everything is there.
setup_machine() {
  local stamp
  mkdir -p .deps
  stamp=$(cat deps/*.txt tools/dev/common.sh | sha256sum)-${1:-}
  [ "$stamp" = "$(cat ".deps/complete${1:-}" 2>/dev/null || true)" ] && return
  setup_debian deps/debian.txt
  [ "${1:-}" != bench ] || setup_debian deps/debian-bench.txt
  setup_venv .deps/venv deps/requirements-test.txt
  setup_venv .deps/venv-query deps/requirements-query.txt
  setup_sources
  echo "$stamp" > ".deps/complete${1:-}"
}

# build_preset PRESET [TARGET...]
build_preset() {
  local preset=$1
  shift
  [ -e "build/$preset/build.ninja" ] || { say "configuring $preset"; cmake --preset "$preset" > "/tmp/winterbaume-configure-$$.log" || { cat "/tmp/winterbaume-configure-$$.log" >&2; rm -f "/tmp/winterbaume-configure-$$.log"; exit 1; }; rm -f "/tmp/winterbaume-configure-$$.log"; }
  say "building $preset"
  NINJA_STATUS='[%f/%t %es] ' ninja -C "build/$preset" "$@" >&2
}
