# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. An S3-compatible store on the node's address, its buckets directories below $work/s3, and Secrets that open it.
s3_access=scene
s3_secret=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')

start_s3() { # bucket
  s3_port=$(python3 -c 'import socket, sys; s = socket.socket(); s.bind((sys.argv[1], 0)); print(s.getsockname()[1])' "$node_ip")
  mkdir -p "$work/s3/$1"
  "$tools/versitygw" --access="$s3_access" --secret="$s3_secret" --port="$node_ip:$s3_port" --quiet posix "$work/s3" \
    >"$work/s3.log" 2>&1 &
  background+=($!)
  k create secret generic s3-right --from-literal="accessKeyId=$s3_access" --from-literal="secretAccessKey=$s3_secret" >/dev/null
  k create secret generic s3-wrong --from-literal="accessKeyId=$s3_access" --from-literal=secretAccessKey=guessed >/dev/null
  wait_until "the store" 20 s3_listens
}
s3_listens() { (exec 3<>"/dev/tcp/$node_ip/$s3_port") 2>&1; }

objects() { # bucket, ending
  find "$work/s3/$1" -type f -name "*$2" | sort
}

# Applies an EtcdBackup of a cluster into the store; further lines of its spec come on standard input, indented by two.
apply_backup() { # name, cluster, bucket, secret
  local more
  more=$(cat)
  k apply -f - >/dev/null <<END
apiVersion: etcd.cairn.dev/v1alpha1
kind: EtcdBackup
metadata: {name: $1}
spec:
  clusterRef: {name: $2}
  destination:
    s3:
      bucket: $3
      endpoint: http://$node_ip:$s3_port
      forcePathStyle: true
      credentialsSecretRef: {name: $4}
$more
END
}
condition() { # resource, type, field
  k get "$1" -o jsonpath="{.status.conditions[?(@.type==\"$2\")].$3}"
}
