# Runs an owner and a querier in a network namespace each, with one wire between them, which is cut in the end.
# In namespaces of its own; arguments: the owner's folder, the querier's, an invitation, and what starts Java.
set -euo pipefail
owner=$1 querier=$2 invitation=$3
shift 3

ip link set lo up
mount -t tmpfs none /run
ip netns add owner
ip link add to-owner type veth peer name to-querier netns owner
ip address add 10.77.0.1/30 dev to-owner
ip link set to-owner up
ip -n owner address add 10.77.0.2/30 dev to-querier
ip -n owner link set to-querier up

coproc node { exec ip netns exec owner "$@" dev.cloister.retrieval.federation.node.NodeMain "$owner" 8443 10.77.0.2; }
input=${node[1]}
read -r port <&"${node[0]}"
"$@" dev.cloister.retrieval.federation.NetworkVisitor "$querier" "$invitation"
ip link set to-owner down
"$@" dev.cloister.retrieval.federation.NetworkVisitor "$querier"
exec {input}>&-
wait
