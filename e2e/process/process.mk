# SPDX-License-Identifier: Apache-2.0
# Real processes under faults; see run.sh.
ROUNDS ?=

.PHONY: process-classes hostile heavy crash-test powercut-test partition-test election-test

process-classes: build
	@$(MVN) -q -pl testkit,etcd-node test-compile dependency:build-classpath -Dmdep.outputFile=target/process.classpath

crash-test: process-classes ## kill -9 of real members under load: make crash-test ROUNDS=200 SEED=1 TARGET=cairn|etcd|stale-proxy
	@e2e/process/run.sh kill $(or $(ROUNDS),200)

powercut-test: process-classes ## the same, and what was not synced is lost: make powercut-test ROUNDS=100 MUTANT=skip-fsync
	@e2e/process/run.sh powercut $(or $(ROUNDS),100)

partition-test: process-classes ## members in network namespaces that lose sight of each other: make partition-test ROUNDS=30
	@e2e/process/run.sh partition $(or $(ROUNDS),30)

election-test: process-classes ## kill -9 of the leader, and the time until there is another: make election-test ROUNDS=50
	@e2e/process/run.sh election $(or $(ROUNDS),50)

hostile: process-classes ## bad clients, ours and real etcd in the same small memory: make hostile CASES=B1 MEMORY=512 TARGET=cairn|etcd|both
	@e2e/hostile/run.sh

heavy: process-classes ## a small client beside a heavy one, ours and real etcd: make heavy CASES=lists KEYS=1000000 TARGET=both
	@e2e/hostile/run.sh Heavy
