#!/usr/bin/env bash
# Makes an account and prints its password.
. "$CLOISTER_ROOT/deploy/cli/common.sh"
role=()
rest=()
while [ $# -gt 0 ]; do
  case $1 in
  --role)
    [ $# -ge 2 ] || fail USAGE "The option --role needs a value; see ./cloister help"
    role=("$1" "$2")
    shift
    ;;
  *) rest+=("$1") ;;
  esac
  shift
done
parse_options "${rest[@]}"
need_jdk
[ -f "$runner" ] || fail NOT_SET_UP "Run ./cloister up first."
gateway account "${words[@]}" --home "$home" "${role[@]}"
