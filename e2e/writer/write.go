// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"fmt"
	"log"
	"sync"
	"sync/atomic"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// What one client knows of its own writes.
type journal struct {
	mutex        sync.Mutex
	acknowledged map[string]int64 // key to revision
	unknown      map[string]bool  // an error that may hide a success
	first, last  time.Time        // begin, and the latest acknowledgement
	longestPause time.Duration    // between two of its acknowledgements
}

// An attempt that takes longer counts as unknown; the next one uses a new key.
const attemptLimit = 2 * time.Second

func preload(client *clientv3.Client, count int) int {
	defer client.Close()
	value := make([]byte, preloadBytes)
	for i := range value {
		value[i] = byte(i * 31)
	}
	begin := time.Now()
	var next, done atomic.Int64
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for i := next.Add(1); i <= int64(count); i = next.Add(1) {
				preloadOne(client, fmt.Sprintf("%s%06d", preloadPrefix, i), string(value))
				if n := done.Add(1); n%256 == 0 {
					log.Printf("preloaded %d of %d MiB in %.0f s", n*preloadBytes>>20, count*preloadBytes>>20, time.Since(begin).Seconds())
				}
			}
		})
	}
	workers.Wait()
	log.Printf("preloaded %d keys", count)
	return count
}

// Putting the same key and value twice does no harm here: errors are tried again.
func preloadOne(client *clientv3.Client, key, value string) {
	var err error
	for range 20 {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		_, err = client.Put(ctx, key, value)
		cancel()
		if err == nil {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	log.Fatalf("preload of %s: %v", key, err)
}

func write(ctx context.Context) []*journal {
	journals := make([]*journal, *clients)
	var workers sync.WaitGroup
	var puts atomic.Int64
	for i := range journals {
		journals[i] = &journal{acknowledged: map[string]int64{}, unknown: map[string]bool{}, first: time.Now(), last: time.Now()}
		workers.Go(func() { journals[i].run(ctx, i, &puts) })
	}
	go tell(ctx, &puts)
	log.Print("writing")
	workers.Wait()
	return journals
}

func tell(ctx context.Context, puts *atomic.Int64) {
	for tick := time.Tick(10 * time.Second); ; {
		before := puts.Load()
		select {
		case <-tick:
			log.Printf("%d writes acknowledged, %d/s", puts.Load(), (puts.Load()-before)/10)
		case <-ctx.Done():
			return
		}
	}
}

func (j *journal) run(ctx context.Context, number int, puts *atomic.Int64) {
	client := connect()
	defer client.Close()
	var lanes sync.WaitGroup
	for lane := range *inFlight {
		lanes.Go(func() { j.lane(ctx, client, fmt.Sprintf("%s%02d/%02d/", writePrefix, number, lane), puts) })
	}
	lanes.Wait()
}

func (j *journal) lane(ctx context.Context, client *clientv3.Client, prefix string, puts *atomic.Int64) {
	period := time.Second * time.Duration(*clients**inFlight) / time.Duration(*rate)
	due := time.Now()
	for n := 0; ctx.Err() == nil; n++ {
		// After a pause it catches up, but not without bound.
		due = due.Add(period)
		if behind := time.Now().Add(-time.Second); due.Before(behind) {
			due = behind
		}
		time.Sleep(time.Until(due))
		j.put(client, fmt.Sprintf("%s%08d", prefix, n), puts)
	}
}

func (j *journal) put(client *clientv3.Client, key string, puts *atomic.Int64) {
	ctx, cancel := context.WithTimeout(context.Background(), attemptLimit)
	defer cancel()
	response, err := client.Put(ctx, key, valueOf(key))
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if err != nil {
		log.Printf("%s: unknown: %v", key, err)
		j.unknown[key] = true
		return
	}
	now := time.Now()
	j.longestPause = max(j.longestPause, now.Sub(j.last))
	j.last = now
	j.acknowledged[key] = response.Header.Revision
	puts.Add(1)
}

func valueOf(key string) string { return "value of " + key }
