# For the scripts in the folders beside it: servers that end with the script, in a folder that goes with it. The program is that of FRESHET, that of PATH, or one that is built here.

work=$(mktemp -d)
children=()

finish() {
  for child in "${children[@]}"; do
    kill "$child" 2>/dev/null && wait "$child" 2>/dev/null || true
  done
  rm -r "$work"
}
trap finish EXIT

if [ -n "${FRESHET:-}" ] || command -v freshet >/dev/null; then
  freshet=("${FRESHET:-freshet}")
else
  echo "# building Freshet" >&2
  repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  dotnet build -c Release "$repository/src/Freshet" --nologo -v quiet >&2
  freshet=(dotnet "$repository/src/Freshet/bin/Release/net10.0/freshet.dll")
fi

# await PATTERN FILE: until the file has it, a minute at most.
await() {
  for _ in $(seq 600); do
    if grep -qE -- "$1" "$2" 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "waited a minute for: $1" >&2
  cat "$work"/*.log >&2
  exit 1
}

# start NAME ARGUMENTS…: freshet connect with these, in a folder of that name, on a free port unless they name one; sets server, the process, and address.
start() {
  local name="$1"
  shift
  mkdir -p "$work/$name"
  # A second run of the same has a log of its own.
  : >"$work/$name.log"
  (cd "$work/$name" && exec "${freshet[@]}" connect --set http.port=0 "$@") >"$work/$name.log" 2>&1 </dev/null &
  server=$!
  children+=("$server")
  await 'listening on' "$work/$name.log"
  address=$(grep -oE 'listening on http://[^ ]+' "$work/$name.log" | head -1 | cut -d' ' -f3)
}

# listen URL NAME CURL-ARGUMENTS…: what a stream says goes to $work/NAME.
listen() {
  local url="$1" name="$2"
  shift 2
  curl -sN "$@" "$url" >"$work/$name" &
  children+=("$!")
  await '^retry:' "$work/$name"
}
