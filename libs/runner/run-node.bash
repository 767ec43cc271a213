# The command that Nx starts for a node or a bundle, where there is bash. Finding a result in the store, running a stage without
# packages or bundling its code takes milliseconds; starting a Node process for it takes ten times as long. Therefore one process,
# the worker, lives for the whole run of Nx and answers through a local socket. What it refuses, and everything when it fails,
# gets a process of its own. NHAT_EXECUTOR names another launcher (src/launchers), which gets a Node process at once.
entry=libs/runner/src
workers=.nhat/workers
trap '' PIPE

# On a cluster the machine of this process computes no training, so there too a process for the node only watches its job.
alone() {
  exec 3<&-
  [ "$NHAT_BUNDLE" ] && exec node tools/load.cjs $entry/bundle-main.ts
  [ "$NHAT_EXECUTOR" = slurm ] && exec node tools/load.cjs $entry/cluster-main.ts
  exec node tools/load.cjs $entry/main.ts
}

# The start time of the Nx process, which distinguishes it from a later one with the same pid; empty where there is no /proc.
born() {
  read -r stat <"/proc/$NX_INVOCATION_ROOT_PID/stat" || return
  set -- ${stat##*) }
  printf '%s' "${20}"
} 2>/dev/null

# The variables that a result or its location may depend on. A worker that was started with others refuses the node. The token is
# none of them, because no result depends on it, and other users see the arguments of a process.
settings() {
  for name in "${!NHAT_@}"; do
    case $name in
      NHAT_NODE | NHAT_BUNDLE | NHAT_TRUSTED_BUNDLE | NHAT_EXECUTOR | NHAT_STORE_TOKEN) ;;
      *) printf '%s=%q ' "$name" "${!name}" ;;
    esac
  done
}

# Whichever node creates the address file first starts the worker, which has nothing of this node in its environment, because what it
# starts would take that for its own. In the place of the address of a worker that ended without one
# there is the word `none`.
start() {
  mkdir -p $workers && (set -C && : >"$address") || return
  exec 4< <(unset NHAT_BUNDLE NHAT_NODE && exec node tools/load.cjs $entry/worker.ts "$address" "$(settings)" </dev/null)
  read -r port token reply <&4 && exec 4<&- && return
  printf 'none\n' >"$address"
  return 1
} 2>/dev/null

# Waits up to two seconds for a worker that another node has started, which is sooner there than a process of its own would be; on a
# cluster up to two minutes, because hundreds of nodes are asked for at once and a process for each would take all the memory.
# The pipe has no writer, so that reading from it waits without starting a program.
await_worker() {
  exec 9<> <(:)
  [ "$NHAT_EXECUTOR" = slurm ] && looks=240 pause=0.5 || looks=40 pause=0.05
  for ((look = 0; look < looks; look++)); do
    { read -r port token reply <"$address"; } && [ "$reply" ] && exec 9<&- && return
    [ "$port" != none ] && [ -e "$address" ] || return
    read -r -t $pause -u 9
  done
  return 1
} 2>/dev/null

# The server at the port is the worker only if it sends the second secret, because another program may use the port by now.
greet() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" && printf '%s\n' "$token" >&3 || return
  IFS= read -r -t "$patience" -n 80 line <&3 && [ "$line" = "$reply" ]
} 2>/dev/null

# The answer: lines to print, each with its stream, and at the end an exit status; status 0 comes with a file that must exist.
ask() {
  if [ "$NHAT_BUNDLE" ]; then
    printf 'bundle %s\n%s\n' "$(settings)" "$NHAT_BUNDLE" >&3
  else
    printf '%s %s\n' "$NHAT_NODE" "$(settings)" >&3
  fi
  while IFS= read -r line <&3; do
    case $line in
      'out '*) printf '%s\n' "${line#out }" ;;
      'err '*) printf '%s\n' "${line#err }" >&5 ;;
      'exit 0 '*) [ -s "${line#exit 0 }" ] && exit 0 || return ;;
      'exit '[1-9]*) exit "${line#exit }" ;;
    esac
  done
} 5>&2 2>/dev/null # A reader that has gone is no reason for a message of the shell.

case ${NHAT_EXECUTOR:-worker} in
  worker | slurm) [ "$NX_INVOCATION_ROOT_PID" ] || alone ;;
  own-process) alone ;;
  *) [ "$NHAT_BUNDLE" ] && alone; exec node tools/load.cjs $entry/launch-main.ts ;;
esac
[ "$NHAT_EXECUTOR" = slurm ] && patience=${NHAT_WORKER_WAIT:-60} || patience=${NHAT_WORKER_WAIT:-2}
address=$workers/$HOSTNAME-$NX_INVOCATION_ROOT_PID-$(born)
{ read -r port token reply <"$address"; } 2>/dev/null || start || await_worker || alone
[ "$reply" ] && greet || alone
ask
alone
