# SPDX-License-Identifier: Apache-2.0
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

JAVA_HOME := $(shell for d in "$${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25*; do \
  if [ -x "$$d/bin/javac" ] && "$$d/bin/javac" -version 2>&1 | grep -q 'javac 25'; then echo "$$d"; break; fi; done)
export JAVA_HOME
MVN := mvn -B -ntp

.PHONY: help jdk build test verify fix raft-scripts
help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 18

jdk:
	@if [ -z "$(JAVA_HOME)" ]; then echo "JDK 25 not found: install it (Debian: temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to one" >&2; exit 1; fi

build: jdk ## jars of all modules
	$(MVN) -q package -DskipTests

test: jdk ## every test but the long scenes
	$(MVN) verify

verify: jdk ## format and sizes
	$(MVN) -q spotless:check checkstyle:check

fix: jdk ## mend the format
	$(MVN) -q spotless:apply

# Without RAFT_TESTDATA the scripts come with the source of etcd's raft library, from Go's module proxy.
raft-scripts: jdk ## etcd's own raft scripts against the consensus core: [RAFT_TESTDATA=directory]
	@$(MVN) -q -pl etcd-node test-compile
	@directory="$${RAFT_TESTDATA:-$(RAFT_TESTDATA)}"; \
	if [ -z "$$directory" ]; then . e2e/tools/find-go.sh; \
	  directory=$$(cd "$$(mktemp -d)" && GOTOOLCHAIN=local "$$go" mod download -json go.etcd.io/raft/v3@v3.6.0 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); fi; \
	"$$JAVA_HOME/bin/java" -cp etcd-node/target/classes:etcd-node/target/test-classes dev.cairn.node.raft.script.RaftScripts "$$directory"
