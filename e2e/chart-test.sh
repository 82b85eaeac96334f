#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Renders the operator's Helm chart for the Kubernetes that is supported, and fails when a kind is missing, when its
# permissions are not those of manifests/, when a Kubernetes that is too old is not refused, or when it says nothing after an
# install.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
chart=$root/charts/cairn-operator
. "$here/kube/lib/settings.sh"
[ -x "$tools/helm" ] || "$here/tools/build.sh" helm

render() { "$tools/helm" template cairn "$chart" --kube-version "$1"; }
rules() { sed -n '/^rules:/,$ { /^---/q; p }' "$1"; }
fail() { echo "chart-test.sh: $*" >&2; exit 1; }

"$tools/helm" lint --strict --quiet "$chart"
kinds=$(render 1.34 | sed -n 's/^kind: //p' | LC_ALL=C sort | paste -sd' ')
expected="ClusterRole ClusterRoleBinding Deployment Role Role RoleBinding RoleBinding ServiceAccount"
[ "$kinds" = "$expected" ] || fail "the chart makes '$kinds', expected '$expected'"
diff <(rules "$root/manifests/operator/cluster-role.yaml") <(rules "$chart/files/rules.yaml") ||
  fail "manifests/ and the chart grant different permissions, see above"
if refused=$(render 1.29 2>&1); then fail "Kubernetes 1.29 is not refused"; fi
grep -q 'incompatible with Kubernetes' <<<"$refused" || fail "Kubernetes 1.29 is refused as: $refused"
# Helm renders the notes only where it can ask a Kubernetes: here they are the value of a ConfigMap.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$chart/." "$copy"
mv "$copy/templates/NOTES.txt" "$copy/files/NOTES.txt" || fail "the chart has no NOTES.txt"
printf 'kind: ConfigMap\ndata:\n  notes: {{ tpl (.Files.Get "files/NOTES.txt") . | quote }}\n' >"$copy/templates/notes.yaml"
notes=$("$tools/helm" template cairn "$copy" --namespace ops --kube-version 1.34 --show-only templates/notes.yaml)
for each in 'kubectl -n ops rollout status deployment/cairn' 'kubectl wait --for=condition=Ready etcdcluster/demo'; do
  grep -qF "$each" <<<"$notes" || fail "the notes do not say: $each"
done
echo "chart: $kinds, for Kubernetes 1.34"
