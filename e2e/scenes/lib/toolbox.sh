# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. The toolbox image, with etcdctl and the writer, and its pods beside an EtcdCluster.
toolbox_image=localhost/cairn/toolbox:1

load_toolbox() {
  local root=$work/toolbox archive=$work/toolbox.tar each
  # shellcheck source=e2e/tools/find-go.sh
  . "$e2e_dir/tools/find-go.sh"
  mkdir -p "$root/bin" "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for each in sh sleep kill; do ln -sf busybox "$root/bin/$each"; done
  (cd "$e2e_dir/writer" && GOTOOLCHAIN=local CGO_ENABLED=0 nice "$go" build -buildvcs=false -trimpath -ldflags '-s -w' -o "$root/bin/writer" .)
  cp "$(readlink -f "$tools/etcdctl-3.7")" "$root/bin/etcdctl"
  python3 "$repo_dir/packaging/oci.py" "$archive" "$toolbox_image" "$repo_dir/packaging/node-config.json" "$root" >/dev/null
  "$e2e_dir/kube/load-image.sh" "$archive" >/dev/null
  rm -r "$root" "$archive"
}

# A pod of the toolbox with a cluster's client certificates at /tls, not run again when it ends.
run_toolbox() { # pod, cluster, command…
  local pod=$1 cluster=$2 arguments
  shift 2
  arguments=$(printf '"%s",' "$@")
  k apply -f - >/dev/null <<END
apiVersion: v1
kind: Pod
metadata: {name: $pod}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  automountServiceAccountToken: false
  containers:
    - name: toolbox
      image: $toolbox_image
      imagePullPolicy: IfNotPresent
      command: [${arguments%,}]
      resources: {requests: {cpu: 100m, memory: 64Mi}}
      env:
        - {name: ETCDCTL_ENDPOINTS, value: "$(k get etcdcluster "$cluster" -o jsonpath='{.status.endpoints.etcdServers}')"}
        - {name: ETCDCTL_CACERT, value: /tls/ca.crt}
        - {name: ETCDCTL_CERT, value: /tls/tls.crt}
        - {name: ETCDCTL_KEY, value: /tls/tls.key}
      volumeMounts: [{name: tls, mountPath: /tls}]
  volumes:
    - name: tls
      projected:
        sources:
          - secret: {name: $(k get etcdcluster "$cluster" -o jsonpath='{.status.endpoints.caSecret}'), items: [{key: ca.crt, path: ca.crt}]}
          - secret:
              name: $(k get etcdcluster "$cluster" -o jsonpath='{.status.endpoints.clientSecret}')
              items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]
END
}

# etcdctl in a pod, where the members' own names resolve.
open_shell() { # cluster
  load_toolbox
  run_toolbox shell "$1" sleep 86400
  k wait --for=condition=Ready pod/shell --timeout=60s >/dev/null
}
in_shell() { k exec shell -- "$@"; }

# The members' hashes at one revision, one line each, must be equal.
expect_equal_hashes() {
  local revision hashes line
  revision=$(in_shell etcdctl endpoint status -w json | sed 's/.*"revision":\([0-9]*\).*/\1/')
  hashes=$(in_shell etcdctl endpoint hashkv --cluster --rev "$revision" -w json |
    python3 -c 'import json, sys; [print(each["HashKV"]["hash"], each["Endpoint"]) for each in json.load(sys.stdin)]')
  while IFS= read -r line; do say "  HashKV $line"; done <<<"$hashes"
  expect "different hashes at revision $revision" 1 "$(cut -d' ' -f1 <<<"$hashes" | sort -u | wc -l)"
}
