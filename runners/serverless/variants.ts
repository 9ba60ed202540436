import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../harness/model/errors.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload, Probe, VariantInfo } from '../runner.ts';
import { type ToolName, toolRemedy } from '../support/tools.ts';
import { packageWithAwsClient } from './aws-client.ts';
import { modulesOf, packageCloudFunction } from './functions-framework.ts';
import { findToolPackage, type ToolPackage } from './tool-package.ts';

/** A platform's real client in place of this project's own runtime. */
interface ServerlessVariant extends VariantInfo {
  readonly tool: ToolName;
  package(workload: Workload, context: PackageContext): Promise<PackagedWorkload>;
  /** What of an installed tool cannot be used, or null. */
  unfit?(tool: ToolPackage): string | null;
}

export const VARIANTS = {
  'aws-lambda-ric': {
    summary: "AWS's runtime interface client in the zip, in place of this project's; the same platform",
    tool: 'aws-lambda-ric',
    package: packageWithAwsClient,
  },
  'functions-framework': {
    summary: "Google's Functions Framework with its node_modules; an HTTP server, no Runtime API",
    tool: 'functions-framework',
    package: packageCloudFunction,
    unfit: (tool) =>
      existsSync(join(modulesOf(tool), '.package-lock.json'))
        ? null
        : `The functions-framework at ${tool.root} is not in a folder of its own, which is what is weighed.`,
  },
} satisfies Readonly<Record<string, ServerlessVariant>>;

export function variantOf(name: string): ServerlessVariant {
  const variant = (VARIANTS as Readonly<Record<string, ServerlessVariant>>)[name];
  if (!variant) throw new Error(`serverless has no variant ${name}`);
  return variant;
}

export async function probeVariant(name: string): Promise<Probe> {
  const { tool, unfit } = variantOf(name);
  const remedy = toolRemedy(tool);
  try {
    const found = await findToolPackage(tool);
    const reason = found ? (unfit?.(found) ?? null) : `${tool} is not installed.`;
    if (!found || reason !== null) return { available: false, reason: reason ?? '', remedy };
    return { available: true, variant: name, versions: { node: process.version, [tool]: found.version } };
  } catch (error) {
    return { available: false, reason: messageOf(error), remedy };
  }
}
