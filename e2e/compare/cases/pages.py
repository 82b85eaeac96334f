# SPDX-License-Identifier: Apache-2.0
"""The HTTP pages of the client port and of the metrics port."""
import re

import probes

PAGES = ("/version", "/health", "/health?serializable=true", "/health?exclude=NOSPACE", "/livez", "/readyz",
         "/livez?verbose", "/readyz?verbose", "/livez?exclude=serializable_read&verbose", "/readyz?exclude=data_corruption",
         "/livez/serializable_read", "/readyz/serializable_read", "/readyz/linearizable_read", "/readyz/data_corruption",
         "/readyz/non_learner", "/readyz/nothing", "/livez/linearizable_read", "/readyz?exclude=nothing&verbose",
         "/", "/nothing", "/debug/pprof/", "/debug/requests", "/members", "/config/local/log")


def run(c):
    for page in PAGES:
        c.both(f"GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page)))
    for page in ("/version", "/health", "/livez", "/readyz"):
        for method in ("POST", "HEAD", "DELETE"):
            c.http(method, page)
    for page in ("/health", "/livez", "/readyz?verbose", "/version", "/v3/kv/range", "/"):
        c.both(f"metrics port: GET {page}", lambda s: probes.sorted_checks(probes.request(s, "GET", page, port=s.metrics_port)))
    c.both("metrics of etcd's own names", metrics)
    c.both("metrics page", lambda s: {k: v for k, v in probes.request(s, "GET", "/metrics").items() if k != "body"})


def metrics(server):
    """Names and types of what etcd's dashboards and alerts read."""
    body = probes.request(server, "GET", "/metrics", port=server.metrics_port)["body"]
    found = dict(re.findall(r"^# TYPE (\S+) (\S+)", body, re.M))
    return {name: found.get(name) for name in DASHBOARDS}


DASHBOARDS = """etcd_server_has_leader etcd_server_is_leader etcd_server_leader_changes_seen_total
etcd_server_proposals_failed_total etcd_server_proposals_pending etcd_server_proposals_committed_total
etcd_server_proposals_applied_total etcd_disk_wal_fsync_duration_seconds etcd_disk_backend_commit_duration_seconds
etcd_server_quota_backend_bytes etcd_mvcc_db_total_size_in_bytes etcd_mvcc_db_total_size_in_use_in_bytes
etcd_network_client_grpc_sent_bytes_total etcd_network_client_grpc_received_bytes_total grpc_server_started_total
grpc_server_handled_total process_resident_memory_bytes etcd_cluster_version etcd_server_version""".split()
