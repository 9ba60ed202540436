import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../harness/model/errors.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload, Probe, VariantInfo } from '../runner.ts';
import { type ToolName, toolRemedy } from '../support/tools.ts';
import { packageWithAwsClient } from './aws-client.ts';
import { modulesOf, packageCloudFunction } from './functions-framework.ts';
import { findToolPackage, type ToolPackage } from './tool-package.ts';

/** Another form of the function, or a platform's real client in place of this project's own runtime. */
interface ServerlessVariant extends VariantInfo {
  probe(): Promise<Probe>;
  package(workload: Workload, context: PackageContext): Promise<PackagedWorkload>;
}

export const VARIANTS = {
  'aws-lambda-ric': {
    summary: "AWS's runtime interface client in the zip, in place of this project's; the same platform",
    probe: () => probeTool('aws-lambda-ric'),
    package: packageWithAwsClient,
  },
  'functions-framework': {
    summary: "Google's Functions Framework with its node_modules; an HTTP server, no Runtime API",
    probe: () => probeTool('functions-framework', whyNotAlone),
    package: packageCloudFunction,
  },
  'container-image': {
    summary: 'the function and its runtime in an image, started by a container engine on the host’s network',
    isolation: 'namespaces',
    // Loaded when used: a run without containers never loads the engine's client.
    probe: async () => (await import('./container-image.ts')).probeImage(),
    package: async (...args) => (await import('./container-image.ts')).packageImage(...args),
  },
} satisfies Readonly<Record<string, ServerlessVariant>>;

export function variantOf(name: string): ServerlessVariant {
  const variant = (VARIANTS as Readonly<Record<string, ServerlessVariant>>)[name];
  if (!variant) throw new Error(`serverless has no variant ${name}`);
  return variant;
}

const whyNotAlone = (tool: ToolPackage): string | null =>
  existsSync(join(modulesOf(tool), '.package-lock.json'))
    ? null
    : `The functions-framework at ${tool.root} is not in a folder of its own, which is what is weighed.`;

/** `unfit`: what of an installed tool cannot be used, or null. */
async function probeTool(
  tool: ToolName,
  unfit: (found: ToolPackage) => string | null = () => null,
): Promise<Probe> {
  const remedy = toolRemedy(tool);
  try {
    const found = await findToolPackage(tool);
    const reason = found ? unfit(found) : `${tool} is not installed.`;
    if (!found || reason !== null) return { available: false, reason: reason ?? '', remedy };
    return { available: true, variant: tool, versions: { node: process.version, [tool]: found.version } };
  } catch (error) {
    return { available: false, reason: messageOf(error), remedy };
  }
}
