// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.peer.codec.PeerJson;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.PeerSettings;
import dev.cairn.node.peer.net.UrlPicker;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import dev.cairn.node.wire.leasepb.LeaseInternalRequest;
import dev.cairn.node.wire.leasepb.LeaseInternalResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Questions to other members' peer URLs. URLs are tried in turn until one answers; when none does that is an {@link
 * UncheckedIOException} that names them.
 */
public final class HttpPeerClient implements PeerClient, AutoCloseable {
    private static final byte[] NO_BODY = new byte[0];

    private final PeerHttp http;
    private final Duration timeout;

    /** {@code timeout} is for each URL. */
    public HttpPeerClient(PeerSettings settings, PeerRuntime runtime, Duration timeout) {
        this.http = new PeerHttp(new PeerDialer(settings, runtime));
        this.timeout = timeout;
    }

    @Override
    public MembersAnswer members(List<String> peerUrls) {
        return ask(peerUrls, HttpMethod.GET, "/members", new DefaultHttpHeaders(), NO_BODY, response -> {
            expectOk(response);
            return new MembersAnswer(
                    Handshake.parseId(response.headers().get(Handshake.CLUSTER_ID))
                            .orElseThrow(() -> new IOException("no cluster id in the answer")),
                    text(response).strip());
        });
    }

    @Override
    public VersionsAnswer version(List<String> peerUrls) {
        return ask(peerUrls, HttpMethod.GET, "/version", new DefaultHttpHeaders(), NO_BODY, response -> {
            expectOk(response);
            return PeerJson.readVersions(text(response));
        });
    }

    @Override
    public boolean isDowngradeEnabled(List<String> peerUrls) {
        return ask(
                peerUrls,
                HttpMethod.GET,
                "/downgrade/enabled",
                new DefaultHttpHeaders(),
                NO_BODY,
                response -> response.status() == 200 && text(response).strip().equals("true"));
    }

    @Override
    public long renewLease(List<String> peerUrls, long leaseId) {
        byte[] body = LeaseKeepAliveRequest.newBuilder().setID(leaseId).build().toByteArray();
        return ask(peerUrls, HttpMethod.POST, "/leases", protobuf(), body, response -> {
            if (response.status() == 404) {
                return 0L;
            }
            if (response.status() == 408) {
                throw EtcdError.TIMEOUT.exception();
            }
            expectOk(response);
            return LeaseKeepAliveResponse.parseFrom(response.body()).getTTL();
        });
    }

    @Override
    public LeaseTimeToLiveResponse leaseTimeToLive(List<String> peerUrls, long leaseId, boolean keys) {
        byte[] body = LeaseInternalRequest.newBuilder()
                .setLeaseTimeToLiveRequest(
                        LeaseTimeToLiveRequest.newBuilder().setID(leaseId).setKeys(keys))
                .build()
                .toByteArray();
        return ask(peerUrls, HttpMethod.POST, "/leases/internal", protobuf(), body, response -> {
            if (response.status() == 404) {
                return LeaseTimeToLiveResponse.newBuilder()
                        .setID(leaseId)
                        .setTTL(-1)
                        .build();
            }
            if (response.status() == 408) {
                throw EtcdError.TIMEOUT.exception();
            }
            expectOk(response);
            return LeaseInternalResponse.parseFrom(response.body()).getLeaseTimeToLiveResponse();
        });
    }

    @Override
    public String promote(List<String> peerUrls, long memberId) {
        String path = "/members/promote/" + Long.toUnsignedString(memberId);
        return ask(peerUrls, HttpMethod.POST, path, new DefaultHttpHeaders(), NO_BODY, response -> {
            switch (response.status()) {
                case 404 -> throw EtcdError.MEMBER_NOT_FOUND.exception();
                case 408 -> throw EtcdError.TIMEOUT.exception();
                case 412 -> {
                    boolean behind = text(response).contains(EtcdError.LEARNER_NOT_READY.text());
                    throw (behind ? EtcdError.LEARNER_NOT_READY : EtcdError.MEMBER_NOT_LEARNER).exception();
                }
                case 500 -> {
                    EtcdError refusal = EtcdError.ofText(text(response).strip());
                    if (refusal != null) {
                        throw refusal.exception();
                    }
                    expectOk(response);
                }
                default -> expectOk(response);
            }
            return text(response).strip();
        });
    }

    @Override
    public HashKVResponse hashKv(List<String> peerUrls, long clusterId, long revision) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(Handshake.CLUSTER_ID, Long.toHexString(clusterId));
        byte[] body = PeerJson.hashKvRequest(revision).getBytes(StandardCharsets.UTF_8);
        return ask(peerUrls, HttpMethod.GET, "/members/hashkv", headers, body, response -> {
            if (response.status() == 400) {
                String text = text(response);
                if (text.contains("mvcc: required revision has been compacted")) {
                    throw EtcdError.COMPACTED.exception();
                }
                if (text.contains("mvcc: required revision is a future revision")) {
                    throw EtcdError.FUTURE_REV.exception();
                }
            }
            if (response.status() == 412) {
                throw EtcdError.CLUSTER_ID_MISMATCH.exception();
            }
            expectOk(response);
            return PeerJson.readHashKv(text(response));
        });
    }

    @Override
    public void close() {
        http.close();
    }

    private interface Reader<T> {
        T read(PeerHttp.Response response) throws IOException;
    }

    private <T> T ask(
            List<String> peerUrls, HttpMethod method, String path, HttpHeaders headers, byte[] body, Reader<T> reader) {
        IOException failure = new IOException("no peer URL to ask for " + path);
        for (String text : peerUrls) {
            try {
                return reader.read(
                        http.send(UrlPicker.parse(text), new PeerHttp.Request(method, path, headers, body, timeout))
                                .get());
            } catch (EtcdException e) {
                throw e;
            } catch (InvalidProtocolBufferException e) {
                failure = new IOException(text + path + " answers what is no protobuf message", e);
            } catch (IOException | PeerPortException e) {
                failure = new IOException(text + path + ": " + e.getMessage(), e);
            } catch (ExecutionException e) {
                failure = new IOException(text + path + ": " + e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while asking " + text + path, e));
            }
        }
        throw new UncheckedIOException(failure);
    }

    private static void expectOk(PeerHttp.Response response) throws IOException {
        if (response.status() != 200) {
            throw new IOException(
                    "status " + response.status() + " (" + text(response).strip() + ")");
        }
    }

    private static HttpHeaders protobuf() {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, "application/protobuf");
    }

    private static String text(PeerHttp.Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
