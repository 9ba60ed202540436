import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { packageFunction } from './package.ts';
import { requireTool } from './tool-package.ts';
import type { ZipEntry } from './zip.ts';

const FOLDER = 'node_modules/aws-lambda-ric';
/** What npm names as the package's program; the others are its own files, and those of its build stay behind. */
const PROGRAM = 'bin/index.mjs';
const FILES = [PROGRAM, 'dist/index.mjs', 'dist/rapid-client.node', 'package.json'];

/** The function with AWS's own runtime interface client in its zip, as a user ships one with a runtime of their own. */
export async function packageWithAwsClient(
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const { root, version } = await requireTool('aws-lambda-ric');
  return packageFunction(workload, context, {
    kind: 'serverless-aws-lambda-ric',
    entry: 'guest/stamped-handler.ts',
    besideIt: await Promise.all(FILES.map((file) => entryOf(root, file))),
    ownRuntime: `${FOLDER}/${PROGRAM}`,
    details: { awsLambdaRic: version },
  });
}

const entryOf = async (root: string, file: string): Promise<ZipEntry> => ({
  name: `${FOLDER}/${file}`,
  data: await readFile(join(root, file)),
});
