// SPDX-License-Identifier: Apache-2.0

// Writer puts unique keys from several clients until SIGTERM, then reads everything back: each acknowledged write must
// be there with its value and revision, a write whose result is unknown may be, and nothing else. Results are the last
// lines, name=value. It ends with 1 if a write was lost.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

var (
	endpoints  = flag.String("endpoints", "", "client URLs, comma-separated")
	tlsDir     = flag.String("tls", "/tls", "directory with ca.crt, tls.crt and tls.key; empty for none")
	clients    = flag.Int("clients", 8, "clients, each with a connection of its own")
	inFlight   = flag.Int("in-flight", 4, "puts that a client has under way at once")
	rate       = flag.Int("rate", 320, "puts per second, all clients together")
	preloadMiB = flag.Int("preload-mib", 200, "MiB to put before the measured writes")
	stopAfter  = flag.Duration("stop-after", 0, "stop by itself; 0: at SIGTERM")
)

const (
	writePrefix   = "/writer/"
	preloadPrefix = "/preload/"
	preloadBytes  = 64 << 10
)

func main() {
	log.SetFlags(log.Ltime)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if *stopAfter > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, *stopAfter)
		defer cancel()
	}
	preloaded := preload(connect(), *preloadMiB<<20/preloadBytes)
	journals := write(ctx)
	lost := check(connect(), preloaded, journals)
	report(journals, lost)
	if lost > 0 {
		os.Exit(1)
	}
}

func connect() *clientv3.Client {
	config := clientv3.Config{
		Endpoints:            strings.Split(*endpoints, ","),
		DialTimeout:          5 * time.Second,
		DialKeepAliveTime:    2 * time.Second,
		DialKeepAliveTimeout: 2 * time.Second,
		Logger:               zap.NewNop(),
	}
	if *tlsDir != "" {
		config.TLS = credentials(*tlsDir)
	}
	client, err := clientv3.New(config)
	if err != nil {
		log.Fatalf("connect to %s: %v", *endpoints, err)
	}
	return client
}

func credentials(directory string) *tls.Config {
	pair, err := tls.LoadX509KeyPair(directory+"/tls.crt", directory+"/tls.key")
	if err != nil {
		log.Fatalf("client certificate: %v", err)
	}
	ca, err := os.ReadFile(directory + "/ca.crt")
	if err != nil {
		log.Fatalf("CA certificate: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		log.Fatalf("%s/ca.crt holds no certificate", directory)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: roots}
}

func report(journals []*journal, lost int) {
	var acknowledged, unknown int
	var pause, span time.Duration
	for _, j := range journals {
		acknowledged += len(j.acknowledged)
		unknown += len(j.unknown)
		pause = max(pause, j.longestPause)
		span = max(span, j.last.Sub(j.first))
	}
	fmt.Printf("acknowledged=%d\nunknown=%d\nlost=%d\n", acknowledged, unknown, lost)
	fmt.Printf("puts_per_second=%.0f\n", float64(acknowledged)/span.Seconds())
	fmt.Printf("longest_pause_ms=%d\n", pause.Milliseconds())
}
