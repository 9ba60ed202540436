// What the stand-ins of ./stand-ins.ts run: it takes the command line of Wasmtime or of Spin, strictly, and serves the
// very component that it is given, with Node. `node stand-in-host.mjs wasmtime|spin STORE ARGUMENT…`; STORE is a folder
// for what jco makes of a component.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const [host = '', store = '', ...args] = process.argv.slice(2);
const text = /** @type {const} */ ({ type: 'string' });
const flag = /** @type {const} */ ({ type: 'boolean' });

/** @param {string} message */
function fail(message) {
  console.error(`Error: ${message}`);
  process.exit(1);
}

/** The component as one file that needs neither jco nor a folder: names to contents in base64.
 * @param {string} path */
async function precompile(path) {
  const { transpile } = await import('@bytecodealliance/jco');
  const { files } = await transpile(readFileSync(path), {
    name: 'component',
    instantiation: 'sync',
    nodejsCompat: false,
    emitTypescriptDeclarations: false,
  });
  const contents = Object.entries(files).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('base64'),
  ]);
  return JSON.stringify(Object.fromEntries(contents));
}

/** As both programs do for a component of WASI 0.2: a new instance for every request.
 * @param {string} precompiled @param {string} address @param {(port: number) => void} say */
async function serve(precompiled, address, say) {
  const { HTTPServer } = await import('@bytecodealliance/preview2-shim/http');
  const { WASIShim } = await import('@bytecodealliance/preview2-shim/instantiation');
  /** @type {Record<string, string>} */
  const files = JSON.parse(precompiled);
  const { instantiate } = await import(`data:text/javascript;base64,${files['component.js']}`);
  const modules = Object.entries(files)
    .filter(([name]) => name.endsWith('.wasm'))
    .map(
      ([name, code]) => /** @type {const} */ ([name, new WebAssembly.Module(Buffer.from(code, 'base64'))]),
    );
  const cores = new Map(modules);
  const server = new HTTPServer({
    /** @param {unknown} request @param {unknown} response */
    handle(request, response) {
      const imports = new WASIShim().getImportObject();
      instantiate((/** @type {string} */ name) => cores.get(name), imports).incomingHandler.handle(
        request,
        response,
      );
    },
  });
  const [ip, port] = address.split(':');
  server.listen(Number(port), ip);
  say(server.address().port);
}

async function wasmtime() {
  const [command, ...rest] = args;
  if (command === '--version') return console.log('wasmtime 99.0.0 (a stand-in)');
  if (args.join(' ') === 'serve --help') return console.log('--addr <SOCKADDR>\n--allow-precompiled');
  const common = { C: { ...text, short: 'C', multiple: true } };
  if (command === 'compile') {
    const options = { ...common, output: { ...text, short: 'o' } };
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
    return writeFileSync(String(values.output), await precompile(String(positionals[0])));
  }
  if (command !== 'serve') return fail(`there is no ${command}`);
  const options = {
    ...common,
    S: { ...text, short: 'S', multiple: true },
    addr: text,
    'allow-precompiled': flag,
  };
  const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
  if (!values['allow-precompiled'])
    fail('running a precompiled module requires the `--allow-precompiled` flag');
  if (!values.S?.includes('cli')) fail('component imports instance `wasi:cli/terminal-input@0.2.10`');
  const component = readFileSync(String(positionals[0]), 'utf8');
  await serve(component, String(values.addr), (port) =>
    console.error(`Serving HTTP on http://127.0.0.1:${port}/`),
  );
}

async function spin() {
  const [command, ...rest] = args;
  if (command === '--version') return console.log('spin 99.0.0 (a stand-in)');
  if (command === 'trigger') {
    const component = process.env.STAND_IN_COMPONENT ?? '';
    const address = process.env.STAND_IN_ADDRESS ?? '';
    return serve(readFileSync(component, 'utf8'), address, (port) =>
      console.log(
        `\nServing http://127.0.0.1:${port}\nAvailable Routes:\n  app: http://127.0.0.1:${port} (wildcard)`,
      ),
    );
  }
  if (command !== 'up') return fail(`there is no ${command}`);
  const options = { from: text, temp: text, listen: text, 'state-dir': text, 'disable-cache': flag };
  const { values } = parseArgs({ args: rest, options });
  const manifest = readFileSync(String(values.from), 'utf8');
  const [, source = ''] = /^source = "(.*)"$/m.exec(manifest) ?? [];
  for (const folder of [values.temp, values['state-dir']]) mkdirSync(String(folder), { recursive: true });
  writeFileSync(join(String(values.temp), 'spin.lock'), manifest);
  const component = await stored(join(dirname(String(values.from)), source));
  const environment = { ...process.env, STAND_IN_COMPONENT: component, STAND_IN_ADDRESS: values.listen };
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'spin', store, 'trigger', 'http'], {
    env: environment,
    stdio: 'inherit',
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Spin compiles at every start; a stand-in that did so with jco would only be slow.
 * @param {string} path */
async function stored(path) {
  const place = join(store, createHash('sha256').update(readFileSync(path)).digest('hex'));
  if (existsSync(place)) return place;
  const temporary = `${place}.${process.pid}`;
  writeFileSync(temporary, await precompile(path));
  renameSync(temporary, place);
  return place;
}

await (host === 'spin' ? spin() : wasmtime());
