// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.wire.EtcdUrl;
import java.util.List;

/** A member's URLs and which of them to try next: the one that failed is left until all others have failed too. */
public final class UrlPicker {
    private List<EtcdUrl> urls;
    private int picked;

    public UrlPicker(List<String> texts) {
        replace(texts);
    }

    /** Throws {@link PeerPortException}: etcd checks the URLs of an added member, not those of an updated one. */
    public static EtcdUrl parse(String text) {
        EtcdUrl url;
        try {
            url = EtcdUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new PeerPortException("cannot use a peer URL", e);
        }
        if (url.host().isEmpty()) {
            throw new PeerPortException("cannot use a peer URL: unexpected empty host (" + url + ")");
        }
        return url;
    }

    public synchronized void replace(List<String> texts) {
        if (texts.isEmpty()) {
            throw new PeerPortException("a member without any peer URL");
        }
        urls = texts.stream().map(UrlPicker::parse).toList();
        picked = 0;
    }

    public synchronized EtcdUrl pick() {
        return urls.get(picked);
    }

    public synchronized void failed(EtcdUrl url) {
        if (urls.get(picked).equals(url)) {
            picked = (picked + 1) % urls.size();
        }
    }
}
