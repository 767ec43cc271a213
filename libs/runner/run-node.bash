# What Nx starts for a node, where there is bash. To find a result in the store, or to run a stage that is plain code, takes
# milliseconds; a process of Node for it takes ten times as long. So one such process, the worker, stays for the whole run
# of Nx and is asked through a local socket. What it leaves to others, and all that goes wrong with it, gets a process of its own.
# NHAT_EXECUTOR names another launcher (src/launchers); that takes a process of Node at once.
entry=libs/runner/src
workers=.nhat/workers
trap '' PIPE

alone() {
  exec 3<&-
  exec node tools/load.cjs $entry/main.ts
}

# When the process of Nx started, which tells it from a later one with the same number; empty where there is no /proc.
born() {
  read -r stat <"/proc/$NX_INVOCATION_ROOT_PID/stat" || return
  set -- ${stat##*) }
  printf '%s' "${20}"
} 2>/dev/null

# The variables that a result or its place may depend on. A worker that began with others is not asked.
settings() {
  for name in "${!NHAT_@}"; do
    case $name in
      NHAT_NODE | NHAT_VOUCHER | NHAT_EXECUTOR) ;;
      *) printf '%s=%q ' "$name" "${!name}" ;;
    esac
  done
}

# The node that comes first brings the worker: who makes the file of its address. Others run alone until it is there.
start() {
  mkdir -p $workers && (set -C && : >"$address") || return
  exec 4< <(exec node tools/load.cjs $entry/worker.ts "$address" "$(settings)" </dev/null)
  read -r port token reply <&4 && exec 4<&-
} 2>/dev/null

# Who answers at the port is the worker only if it has the second secret of the address: the port may be another's by now.
greet() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" && printf '%s\n' "$token" >&3 || return
  IFS= read -r -t "${NHAT_WORKER_WAIT:-2}" -n 80 line <&3 && [ "$line" = "$reply" ]
} 2>/dev/null

# The answer: lines to print, each with its stream, and at the end an exit status; with 0, the file that must be there.
ask() {
  printf '%s %s\n' "$NHAT_NODE" "$(settings)" >&3
  while IFS= read -r line <&3; do
    case $line in
      'out '*) printf '%s\n' "${line#out }" ;;
      'err '*) printf '%s\n' "${line#err }" >&5 ;;
      'exit 0 '*) [ -s "${line#exit 0 }" ] && exit 0 || return ;;
      'exit 1') exit 1 ;;
    esac
  done
} 5>&2 2>/dev/null # A reader that has gone is no reason for a message of the shell.

case ${NHAT_EXECUTOR:-worker} in
  worker) [ "$NX_INVOCATION_ROOT_PID" ] || alone ;;
  own-process) alone ;;
  *) exec node tools/load.cjs $entry/launch-main.ts ;;
esac
address=$workers/$HOSTNAME-$NX_INVOCATION_ROOT_PID-$(born)
{ read -r port token reply <"$address"; } 2>/dev/null || start || alone
[ "$reply" ] && greet || alone
ask
alone
