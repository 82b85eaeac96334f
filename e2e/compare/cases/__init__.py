# SPDX-License-Identifier: Apache-2.0
"""One file per group; each has run(c), which drives both servers through the same states in the same order."""
