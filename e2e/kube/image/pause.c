// SPDX-License-Identifier: Apache-2.0
// The first process of every pod: holds its namespaces and ends when told to.
#include <signal.h>
#include <sys/wait.h>

int main(void) {
    sigset_t signals;
    int signal_number;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, 0);
    for (;;) {
        sigwait(&signals, &signal_number);
        if (signal_number != SIGCHLD) return 0;
        // With a shared process namespace it is process 1 and inherits orphans.
        while (waitpid(-1, 0, WNOHANG) > 0) {}
    }
}
