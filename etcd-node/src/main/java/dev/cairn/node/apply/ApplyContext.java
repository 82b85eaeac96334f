// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.auth.token.Tokens;
import dev.cairn.node.figures.ApplyFigures;
import java.util.function.LongSupplier;

/**
 * What applying needs to know of the member it happens on; none of it changes what is stored.
 *
 * @param awaited whether somebody on this member waits for the answer to a request
 * @param nanos the clock by which leases live on this member
 * @param tokens what this member gives to those who log in
 * @param loginsAfter logins until here were before this member's start, which ended their tokens
 * @param slow hears how long each request took
 */
public record ApplyContext(
        Headers headers,
        Awaited awaited,
        LongSupplier nanos,
        Tokens tokens,
        long loginsAfter,
        ApplyFigures figures,
        SlowRequests slow) {}
