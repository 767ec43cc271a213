# What Nx starts for a node, where there is bash. To find a result in the store, or to run a stage that is plain code, takes
# milliseconds; a process of Node for it takes ten times as long. So one such process, the worker, stays for the whole run
# of Nx and is asked through a local socket. What it leaves to others, and all that goes wrong with it, gets a process of its own.
entry=libs/stages/src/runner
workers=.nhat/workers
address=$workers/$HOSTNAME-$NX_INVOCATION_ROOT_PID
trap '' PIPE

alone() {
  exec node libs/nx-plugin/load.cjs $entry/main.ts
}

# The node that comes first brings the worker: who makes the file of its address. Others run alone until it is there.
start() {
  mkdir -p $workers && (set -C && : >"$address") || return
  exec 4< <(exec node libs/nx-plugin/load.cjs $entry/worker.ts "$address" </dev/null)
  read -r port token <&4 && exec 4<&-
} 2>/dev/null

# The answer: lines to print, each with its stream, and an exit status at the end.
ask() {
  while IFS= read -r line <&3 2>/dev/null; do
    case $line in
      'out '*) printf '%s\n' "${line#out }" ;;
      'err '*) printf '%s\n' "${line#err }" >&2 ;;
      'exit '*) exit "${line#exit }" ;;
    esac
  done
  exec 3<&-
}

[ "$NX_INVOCATION_ROOT_PID" ] || alone
{ read -r port token <"$address"; } 2>/dev/null || start || alone
{ exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || alone
printf '%s %s\n' "$token" "$NHAT_NODE" >&3
ask
alone
