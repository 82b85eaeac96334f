# SPDX-License-Identifier: Apache-2.0
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

JAVA_HOME := $(shell for d in "$${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25* "$$HOME"/.sdkman/candidates/java/25*; do \
  if [ -x "$$d/bin/javac" ] && "$$d/bin/javac" -version 2>&1 | grep -q 'javac 25'; then echo "$$d"; break; fi; done)
export JAVA_HOME
GIT_COMMIT := $(shell git rev-parse --short=9 HEAD 2>/dev/null || echo none)
MVN := mvn -B -ntp -Dgit.commit=$(GIT_COMMIT)
# Maven 3.8 itself calls what JDK 25 warns about; the warnings would hide ours.
export MAVEN_OPTS ?= --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
NODE_DATA ?= $(CURDIR)/target/node.etcd
SCENE ?=
CONTROL ?=
SEED ?= 1
SEEDS ?= 1000
AIM ?= mixed
HOURS ?= 1
FILES ?=
RAFT_TESTDATA ?= $(firstword $(wildcard ../raft-testdata ../*/raft-testdata))

.PHONY: help setup jdk maven build node dev image crds up down test verify sbom notices fix rewrite e2e scene footprint bench compare etcdctl apiserver raft-scripts sim seeds soak

help: ## what there is
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## */\1\t/' | expand -t 16

setup: ## install what is missing: Debian packages, Go tools; say what cannot be installed
	@e2e/setup.sh

jdk:
	@if [ -z "$(JAVA_HOME)" ]; then echo "JDK 25 not found: install it (Debian packages: temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to one" >&2; exit 1; fi

maven: jdk
	@echo $(MVN)

build: jdk ## jars, bin/etcd, bin/etcdctl and bin/etcdutl with their AOT caches
	@$(MVN) -q package -Dmaven.test.skip=true
	@packaging/launchers.sh

node: bin/etcd ## one member on 2379 and 2380, its data under target/
	bin/etcd --data-dir $(NODE_DATA)

dev: jdk ## one member that runs changed code: change a class, press s; make dev ARGS="--log-level=debug"
	@NODE_DATA=$(NODE_DATA) packaging/dev.sh $(ARGS)

bin/etcd:
	@$(MAKE) build

image: build ## OCI images of the node and the operator, without a registry
	@packaging/images.sh

crds: jdk ## the custom resource definitions from their Java types
	@$(MVN) -q -pl crds process-classes

up: setup build image ## a local Kubernetes with the operator and a three-member EtcdCluster
	@e2e/up.sh

down: ## away with it, nothing left behind
	@e2e/down.sh

include e2e/process/process.mk

test: setup jdk ## every test; of the scenes those that take minutes
	@e2e/test.sh

verify: jdk ## format, sizes, names, and dependencies against known advisories
	@python3 packaging/sbom/check_test.py -q
	@python3 packaging/sbom/notices_test.py -q
	@$(MVN) -q spotless:check checkstyle:check compile cyclonedx:makeAggregateBom
	@python3 packaging/sbom/check.py packaging/sbom/advisories.txt target/sbom.json
	@python3 packaging/sbom/notices.py target/sbom.json THIRD_PARTY.md

sbom: jdk ## what is shipped and built with, as CycloneDX: target/sbom.json
	@$(MVN) -q compile cyclonedx:makeAggregateBom
	@echo target/sbom.json

notices: sbom ## THIRD_PARTY.md anew, from what is shipped by now
	@python3 packaging/sbom/notices.py target/sbom.json >THIRD_PARTY.md.next
	@mv THIRD_PARTY.md.next THIRD_PARTY.md

fix: jdk ## mend the format
	@$(MVN) -q spotless:apply

rewrite: jdk ## regenerate the expected output of scripts; review the diff
	@$(MVN) -q -pl testkit,etcd-node test -Drewrite=true -Dtest='*Scripts*,*ScriptTest' -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: compatibility
compatibility: jdk ## docs/COMPATIBILITY.md anew, from the tests
	@$(MVN) -q -pl testkit,etcd-node test -Drewrite=true -Dtest=CompatibilityDocTest -Dsurefire.failIfNoSpecifiedTests=false

e2e: up ## all scenes on the local Kubernetes
	@e2e/scenes/run.sh all

scene: ## one scene: make scene SCENE=scale-under-load; CONTROL=1: its negative control
	@e2e/scenes/run.sh "$(SCENE)" $(if $(CONTROL),--negative)

footprint: ## make up and make down, twice: nothing may be left behind, the second up takes under 3 minutes
	@e2e/footprint-test.sh

.PHONY: bench-classes bench-recovery bench-catchup
bench-classes: build
	@$(MVN) -q -pl testkit,etcd-node test-compile dependency:build-classpath -Dmdep.outputFile=target/bench-classpath

ARGS ?=
BENCH = "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp etcd-node/target/test-classes:etcd-node/target/classes:$$(cat etcd-node/target/bench-classpath) dev.cairn.node.bench

bench: bench-classes ## side by side with real etcd: load, start-up, idle memory; make bench ARGS=--help
	@$(BENCH).Bench $(ARGS)

bench-recovery: bench-classes ## kill -9 with 1 GiB in the store and 100,000 unflushed entries: the time until it answers
	@$(BENCH).Recovery $(ARGS)

bench-catchup: bench-classes ## side by side with real etcd: the leader's p99 while a follower 1 GiB behind is fed
	@$(BENCH).CatchUp $(ARGS)

compare: build ## side by side with real etcd: answers
	@e2e/compare/run.sh

.PHONY: compare-tools
compare-tools: build ## the same calls by stock etcdctl 3.7 and by ours, what they say compared: a table, e2e/compare/etcdctl.txt
	@e2e/tools/build.sh >/dev/null
	@e2e/play.sh CompareToolsIT

etcdctl: build ## stock etcdctl and etcdutl, 3.7 and 3.6, against three members of ours with mutual TLS
	@e2e/tools/build.sh >/dev/null
	@e2e/play.sh EtcdctlIT

.PHONY: halts
halts: build ## the operator halted at each side effect of the long ways: restores in place, CA rotations, storage, hibernation, CORRUPT
	@e2e/tools/build.sh >/dev/null
	@$(MVN) -pl testkit,crds,operator verify -DskipUnitTests=true -Dgroups=halts -Dfailsafe.failIfNoSpecifiedTests=false

apiserver: build ## a real kube-apiserver on one member: make apiserver KUBERNETES=1.37 for another version, LOCAL_ETCD=stock for real etcd
	@e2e/tools/build.sh >/dev/null
	@$(if $(KUBERNETES),e2e/tools/build.sh kube-apiserver-$(KUBERNETES))
	@e2e/play.sh ApiserverIT

target/sim.classpath: jdk
	@$(MVN) -q -pl testkit,etcd-node test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/$@

.PHONY: target/sim.classpath

SIMULATION = "$$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow \
  -cp etcd-node/target/classes:etcd-node/target/test-classes:$$(cat target/sim.classpath)

sim: target/sim.classpath ## whole members, simulated from one seed: make sim SEED=42 [AIM=crash] [LONG=1]; prints the trace hash
	@$(SIMULATION) dev.cairn.node.sim.SimulationMain $(SEED) --aim=$(AIM) $(if $(LONG),--long)

seeds: target/sim.classpath ## many seeds, all processors: make seeds SEEDS=1000 [SEED=1] [AIM=mixed] [LONG=1]; every one must be green
	@$(SIMULATION) dev.cairn.node.sim.Seeds $(SEED) $(SEEDS) --aim=$(AIM) --jobs=$$(nproc) --all $(if $(LONG),--long)

soak: target/sim.classpath ## seed after seed on all processors: make soak HOURS=8 [SEED=1000]
	@$(SIMULATION) dev.cairn.node.sim.Soak $(HOURS) $(SEED)

.PHONY: corruption-test
corruption-test: build ## every file of a data directory, damaged in every way: make corruption-test FILES='wal/'
	@$(MVN) -q -pl testkit,etcd-node test-compile dependency:build-classpath -Dmdep.outputFile=target/corruption.classpath
	@cd etcd-node && "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	  -cp target/classes:target/test-classes:$$(cat target/corruption.classpath) \
	  dev.cairn.node.process.corruption.Corruption "$(FILES)"

MINUTES ?= 10

.PHONY: fuzz
fuzz: jdk ## every decoder by coverage, ten minutes in all: make fuzz MINUTES=60 TARGET=json [PLANTED=1: a bug in each that it must find]
	@$(MVN) -q -pl testkit,etcd-node -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/target/fuzz.classpath
	@cd etcd-node && MINUTES="$(MINUTES)" TARGET="$(TARGET)" PLANTED="$(PLANTED)" DIRECTORY="$(CURDIR)/target/fuzz" \
	  "$$JAVA_HOME/bin/java" -cp target/test-classes:target/classes:$$(cat ../target/fuzz.classpath) dev.cairn.node.fuzz.Fuzz

.PHONY: mutants
mutants: target/sim.classpath ## plausible bugs, each noticed by seeds, scripts or tests: make mutants [MUTANT=part-of-a-name]
	@"$$JAVA_HOME/bin/java" -Draft.testdata="$(RAFT_TESTDATA)" \
	  -cp etcd-node/target/test-classes:$$(cat target/sim.classpath) \
	  dev.cairn.node.mutants.MutantsMain . "$$(cat target/sim.classpath)" "$(MUTANT)"

raft-scripts: target/sim.classpath ## etcd's own raft scripts against the core: make raft-scripts RAFT_TESTDATA=directory
	@$(SIMULATION) dev.cairn.node.raft.script.RaftScripts "$(RAFT_TESTDATA)"
