// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"log"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// Reads all keys back, linearizably and at one revision; returns how many are missing, wrong or nobody's.
func check(client *clientv3.Client, preloaded int, journals []*journal) int {
	defer client.Close()
	lost := 0
	present := readAll(client)
	for _, j := range journals {
		for key, revision := range j.acknowledged {
			kept, there := present[key]
			if !there || kept != revision {
				log.Printf("LOST: %s was acknowledged at revision %d, found %d", key, revision, kept)
				lost++
			}
			delete(present, key)
		}
		for key := range j.unknown {
			delete(present, key)
		}
	}
	for key, revision := range present {
		log.Printf("FOREIGN: %s at revision %d was written by nobody", key, revision)
		lost++
	}
	if counted := count(client, preloadPrefix); counted != int64(preloaded) {
		log.Printf("LOST: %d preloaded keys, found %d", preloaded, counted)
		lost++
	}
	return lost
}

// Keys of the writers with their modification revisions; one with a wrong value has revision -1.
func readAll(client *clientv3.Client) map[string]int64 {
	present := map[string]int64{}
	from, end, revision := writePrefix, clientv3.GetPrefixRangeEnd(writePrefix), int64(0)
	for {
		response := get(client, from, clientv3.WithRange(end), clientv3.WithLimit(2000), clientv3.WithRev(revision))
		if revision == 0 {
			revision = response.Header.Revision
		}
		for _, kv := range response.Kvs {
			present[string(kv.Key)] = kv.ModRevision
			if string(kv.Value) != valueOf(string(kv.Key)) {
				present[string(kv.Key)] = -1
			}
			from = string(kv.Key) + "\x00"
		}
		if !response.More {
			log.Printf("read %d keys back at revision %d", len(present), revision)
			return present
		}
	}
}

func count(client *clientv3.Client, prefix string) int64 {
	return get(client, prefix, clientv3.WithPrefix(), clientv3.WithCountOnly()).Count
}

func get(client *clientv3.Client, key string, options ...clientv3.OpOption) *clientv3.GetResponse {
	var err error
	for range 10 {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		response, e := client.Get(ctx, key, options...)
		cancel()
		if e == nil {
			return response
		}
		err = e
		time.Sleep(time.Second)
	}
	log.Fatalf("read of %s: %v", key, err)
	return nil
}
