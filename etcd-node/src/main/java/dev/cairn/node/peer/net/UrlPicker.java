// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import java.util.List;

/** A member's URLs and which of them to try next: the one that failed is left until all others have failed too. */
public final class UrlPicker {
    private List<PeerUrl> urls;
    private int picked;

    public UrlPicker(List<String> texts) {
        replace(texts);
    }

    public synchronized void replace(List<String> texts) {
        if (texts.isEmpty()) {
            throw new PeerPortException("a member without any peer URL");
        }
        urls = texts.stream().map(PeerUrl::parse).toList();
        picked = 0;
    }

    public synchronized PeerUrl pick() {
        return urls.get(picked);
    }

    public synchronized void failed(PeerUrl url) {
        if (urls.get(picked).equals(url)) {
            picked = (picked + 1) % urls.size();
        }
    }
}
