import { createHash } from 'node:crypto';
import type { Machine, Manifest } from '../model/schema.ts';
import type { PartFile } from './read-part.ts';

const ID_DIGITS = 12;

/**
 * The manifest of a merged file. What is the same in all parts is said as they say it; what differs is said so that
 * nobody takes one machine's for all: each part's own is in its `part` line.
 */
export function mergedManifest(
  parts: readonly [PartFile, ...PartFile[]],
  missing: readonly string[],
  command: readonly string[],
): Manifest {
  const [first] = parts;
  const { part: _, ...common } = first.manifest;
  const { planSha256, mode, planSeed, planPrecision } = first.plan;
  const manifests = parts.map(({ manifest }) => manifest);
  return {
    ...common,
    id: `merged-${idOf(parts)}`,
    startedAt: manifests.map(({ startedAt }) => startedAt).sort()[0] ?? first.manifest.startedAt,
    command: [...command],
    seed: planSeed,
    plan: { ...common.plan, blocks: sumOf(manifests), precision: planPrecision },
    quietness: manifests
      .map(({ quietness }) => quietness)
      .reduce((least, one) => (one.score < least.score ? one : least)),
    machine: manifests.map(({ machine }) => machine).reduce(commonMachine),
    labels: commonLabels(manifests),
    merged: {
      planSha256,
      mode,
      parts: parts.map(({ plan }) => plan.part),
      missing: [...missing],
    },
  };
}

/** The same parts merge into the same run, in whatever folder. */
function idOf(parts: readonly PartFile[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of parts) hash.update(sha256);
  return hash.digest('hex').slice(0, ID_DIGITS);
}

function sumOf(manifests: readonly Manifest[]): number | null {
  const blocks = manifests.flatMap(({ plan }) => plan.blocks ?? []);
  return blocks.length === manifests.length ? blocks.reduce((sum, count) => sum + count, 0) : null;
}

const commonLabels = ([first, ...others]: readonly Manifest[]): Manifest['labels'] =>
  Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([key, value]) =>
      others.every(({ labels }) => labels[key] === value),
    ),
  );

/** What differs between like machines is not decisive: texts are joined, of memory the least is said, the rest is null. */
function commonMachine(one: Machine, other: Machine): Machine {
  const same = <T>(a: T, b: T): T | null => (a === b ? a : null);
  return {
    ...one,
    memoryBytes: Math.min(one.memoryBytes, other.memoryBytes),
    memoryLimitBytes: same(one.memoryLimitBytes, other.memoryLimitBytes),
    swapBytes: same(one.swapBytes, other.swapBytes),
    kernel: joined(one.kernel, other.kernel),
    os: joined(one.os, other.os),
    hostnameHash: same(one.hostnameHash, other.hostnameHash),
    bootHash: same(one.bootHash, other.bootHash),
    container: same(one.container, other.container),
    governor: same(one.governor, other.governor),
    turbo: same(one.turbo, other.turbo),
    clocksource: same(one.clocksource, other.clocksource),
    cgroup: same(one.cgroup, other.cgroup),
    pressureStall: same(one.pressureStall, other.pressureStall),
  };
}

const SEPARATOR = ' | ';

const joined = (one: string, other: string): string =>
  one.split(SEPARATOR).includes(other) ? one : `${one}${SEPARATOR}${other}`;
