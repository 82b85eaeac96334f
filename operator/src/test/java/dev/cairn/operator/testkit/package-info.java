// SPDX-License-Identifier: Apache-2.0
/**
 * What tests stand on: a look at a cluster told line by line ({@link dev.cairn.operator.testkit.World}), and a real API
 * server with a small stand-in for kubelet, volume and garbage controllers that runs members as real etcd processes
 * ({@link dev.cairn.operator.testkit.KubeLab}).
 */
package dev.cairn.operator.testkit;
