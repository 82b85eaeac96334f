# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. An EtcdCluster as seen from outside: its members as the status tells them, waited for visibly, and etcdctl
# with the certificates of its Secrets.

# One line, fields between bars for kubectl turns tabs into blanks: generation, observedGeneration, Ready, replicas asked for, members
# "name=role,ready", the Ready condition's message
cluster_line='{.metadata.generation}{"|"}{.status.observedGeneration}{"|"}{.status.conditions[?(@.type=="Ready")].status}'
cluster_line+='{"|"}{.spec.replicas}{"|"}{range .status.members[*]}{.name}={.role},{.ready} {end}'
cluster_line+='{"|"}{.status.conditions[?(@.type=="Ready")].message}{"\n"}'

# Without a request a pod gets next to no processor as soon as another wants it.
member_resources='{requests: {cpu: 200m, memory: 256Mi}}'

# Applies an EtcdCluster of that many members; further lines of its spec come on standard input, indented by two.
apply_cluster() { # name, replicas
  local more=
  [ -t 0 ] || more=$(cat)
  k apply -f - >/dev/null <<END
apiVersion: etcd.cairn.dev/v1alpha1
kind: EtcdCluster
metadata: {name: $1}
spec:
  replicas: $2
  storage: {size: 1Gi}
  resources: $member_resources
  deletionPolicy: Delete
$more
END
}

# Whether one line of the watch says: as many voters as asked for, all ready, nothing else.
is_settled() { # a line as of cluster_line
  local generation observed ready replicas members member count=0
  IFS='|' read -r generation observed ready replicas members _ <<<"$1"
  [ "$generation" = "$observed" ] && [ "$ready" = True ] || return 1
  for member in $members; do
    case $member in *=Voter,true) count=$((count + 1)) ;; *) return 1 ;; esac
  done
  [ "$count" = "$replicas" ]
}

told_of() { # a line as of cluster_line: what a person reads
  local ready members message
  IFS='|' read -r _ _ ready _ members message <<<"$1"
  members=${members//,true/ ready}
  members=${members//,false/ not ready}
  members=${members//=/ }
  echo "members: ${members:-none yet}; Ready ${ready:-unknown}${message:+: $message}"
}

end_watch() { # pid
  kill "$1" 2>/dev/null || true
  exec 7<&-
}

# Follows an EtcdCluster until it has the members it asks for, all ready; prints every change, and every 5 s that it waits.
wait_for_members() { # name, deadline in seconds
  local name=$1 deadline=$((SECONDS + $2)) line told='' last='' status watch
  while [ "$SECONDS" -lt "$deadline" ]; do
    # Not by name: kubectl then drops what changes between its first look and its watch.
    exec 7< <(timeout $((deadline - SECONDS)) "$tools/kubectl" --namespace "$namespace" get etcdclusters \
      --field-selector "metadata.name=$name" --watch --output "jsonpath=$cluster_line" 2>&1)
    watch=$!
    while true; do
      status=0
      IFS= read -r -t 5 line <&7 || status=$?
      if [ "$status" -gt 128 ]; then # nothing new for five seconds
        [ "$SECONDS" -lt "$deadline" ] || break
        say "  still waiting for $name: ${last:-no status yet}"
        continue
      fi
      [ "$status" = 0 ] || break
      last=$(told_of "$line")
      [ "$last" = "$told" ] || say "  $name: $last"
      told=$last
      ! is_settled "$line" || break 2
    done
    end_watch "$watch"
    sleep 0.5
  done
  end_watch "$watch"
  ! is_settled "$line" || return 0
  printf '%4d s  gave up on EtcdCluster %s: %s\n' "$SECONDS" "$name" "$last" >&2
  k get pods,persistentvolumeclaims -l "etcd.cairn.dev/cluster=$name" >&2 || true
  return 1
}

# Writes ca.crt, tls.crt and tls.key of an EtcdCluster's Secrets into a directory.
fetch_certificates() { # name, directory
  local name=$1 directory=$2 ca client
  ca=$(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.caSecret}')
  client=$(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.clientSecret}')
  mkdir -p "$directory"
  chmod 0700 "$directory"
  (
    umask 077
    k get secret "$ca" -o jsonpath='{.data.ca\.crt}' | base64 -d >"$directory/ca.crt"
    k get secret "$client" -o jsonpath='{.data.tls\.crt}' | base64 -d >"$directory/tls.crt"
    k get secret "$client" -o jsonpath='{.data.tls\.key}' | base64 -d >"$directory/tls.key"
  )
}

client_url() { # name: for clients outside the cluster's DNS
  k get etcdcluster "$1" -o jsonpath='{.status.endpoints.etcdServersByIp}'
}

# etcdctl by the client Service, with the certificates that fetch_certificates left in $certificates.
ectl() { # name, arguments…
  local url
  url=$(client_url "$1")
  shift
  "$tools/etcdctl-3.7" --endpoints "$url" --cacert "$certificates/ca.crt" --cert "$certificates/tls.crt" \
    --key "$certificates/tls.key" "$@"
}
