// SPDX-License-Identifier: Apache-2.0
/** Conditions as Kubernetes knows them, and when they change. Pure; imports Kubernetes' model only. */
package dev.cairn.operator.conditions;
