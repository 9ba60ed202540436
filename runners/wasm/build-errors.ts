import { ColdbenchError } from '../../harness/model/errors.ts';
import { unresolvedBuiltin } from '../support/builtins.ts';

const failed = (message: string, remedy: string, cause?: unknown): ColdbenchError =>
  new ColdbenchError('COMPONENTIZE_FAILED', `Cannot build the component: ${message}`, { remedy, cause });

export const buildEndless = (after: string): ColdbenchError =>
  failed(`it was not done after ${after}.`, 'Check that the module does not loop while it loads.');

/** What componentize-js and its engine printed, as an error that names what the module did. */
export function buildFailed(output: string): ColdbenchError {
  const atLoad = output.match(/^Exception while evaluating top-level script\n(?:\S+:\d+:\d+ )?(.+)$/m)?.[1];
  if (atLoad) return failed(`the module fails while it loads: ${atLoad}`, remedyAtLoad(atLoad), output);
  if (output.includes("'wasi:random/")) {
    return failed(
      'the module asks for a random number while it loads.',
      'A component loads its module once, when it is built. Ask for random numbers inside the handler.',
      output,
    );
  }
  return failed(
    output.trim().slice(-1000) || 'something else ended the build.',
    'Check that the module loads in an engine that is not Node.',
    output,
  );
}

function remedyAtLoad(message: string): string {
  if (message.startsWith('ReferenceError')) {
    return 'A component has standard JavaScript and some web APIs, but no Node globals such as process and Buffer.';
  }
  if (message.includes('in regular expression')) {
    return 'The engine has no Unicode properties: write /\\p{…}/u as ranges of characters, or use another library.';
  }
  return 'A component loads its module once, when it is built, without network, timers and files: load without them.';
}

/** esbuild's complaint about a builtin is right, and about the module; that the packaging has none is the reason. */
export function withoutBuiltins(error: unknown): unknown {
  const name = unresolvedBuiltin(error);
  if (name === null) return error;
  return new ColdbenchError(
    'NO_NODE_BUILTINS',
    `The wasm runner has no Node builtins, and the module imports ${name}.`,
    {
      remedy: `Do without ${name} in this workload, or leave the wasm runner out of this run.`,
      cause: error,
    },
  );
}
