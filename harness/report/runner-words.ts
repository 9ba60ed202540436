import { BASELINE } from '../model/baseline.ts';
import type { Milestone } from '../model/milestones.ts';
import type { Ns } from '../model/units.ts';
import { formatNs } from './format.ts';
import type { SubjectSummary } from './summary-types.ts';
import { shorten } from './text.ts';

/** By runner, or by runner and variant where that changes the words. */
type WordsOf = Readonly<Record<string, string>>;

const wordsOf = (words: WordsOf, { runner, variant }: Pick<SubjectSummary, 'runner' | 'variant'>) =>
  words[`${runner}:${variant}`] ?? words[runner];

const STARTING_AS: WordsOf = {
  process: 'as a plain process',
  container: 'in a container',
  wasm: 'as a WebAssembly component',
  'wasm:wasmtime': 'as a WebAssembly component in Wasmtime',
  'wasm:spin': 'as a WebAssembly component in Spin',
  serverless: 'as a serverless function',
  'serverless:aws-lambda-ric': 'as a serverless function with AWS’s client',
  'serverless:container-image': 'as a serverless function in a container',
  'serverless:functions-framework': 'behind the Functions Framework',
  sandbox: 'in namespaces without an engine',
  'static-binary': 'as one executable file',
  isolate: 'as an isolate in workerd',
  browser: 'in a browser',
  microvm: 'in a virtual machine',
  uml: 'in User-Mode Linux',
  unikernel: 'in a unikernel',
  'unikernel:solo5-spt': 'as a unikernel in a Solo5 tender',
};

const LONGEST_VARIANT = 30;

/** 'in a container', for a sentence that begins with 'Starting'. */
export const startingAs = (subject: Pick<SubjectSummary, 'runner' | 'variant'>): string =>
  subject.runner === 'process' && subject.variant !== BASELINE.variant
    ? `as a process (${shorten(subject.variant, LONGEST_VARIANT)})`
    : (wordsOf(STARTING_AS, subject) ?? `as ${subject.runner}`);

const CALLED_OVER: WordsOf = {
  browser: 'the browser’s debugging protocol',
  microvm: 'a serial line',
  uml: 'a serial line',
  'unikernel:solo5-spt': 'network frames',
  'unikernel:solo5-virtio': 'network frames',
  'wasm:wasmtime': 'HTTP that makes a new instance',
  'wasm:spin': 'HTTP that makes a new instance',
};

/** 'HTTP', for a sentence about calls: how the harness calls a guest of this packaging. */
export const calledOver = (subject: Pick<SubjectSummary, 'runner' | 'variant'>): string =>
  wordsOf(CALLED_OVER, subject) ?? 'HTTP';

const PROCESS_WORK = 'creating and starting the process';
const ENGINE_WORK = 'the engine creating and starting the container';
const PLATFORM_WORK: WordsOf = {
  container: ENGINE_WORK,
  serverless: 'unpacking the artifact and starting its sandbox',
  'serverless:container-image': ENGINE_WORK,
  'serverless:functions-framework': PROCESS_WORK,
};

/** Where what calls the workload is loaded between the runtime and the workload, and is no small part of it. */
const LOADED: WordsOf = {
  'serverless:aws-lambda-ric': 'loading AWS’s client and the workload',
  'serverless:functions-framework': 'loading the framework and the workload',
};

interface Work {
  readonly untils: readonly Milestone[];
  words(subject: SubjectSummary): string;
}

/** Parts of a cold start that can explain an overhead, each with the words for it. */
const WORKS: readonly Work[] = [
  {
    untils: ['created', 'processStart'],
    words: (subject) => wordsOf(PLATFORM_WORK, subject) ?? PROCESS_WORK,
  },
  { untils: ['runtimeReady'], words: () => 'the runtime booting' },
  { untils: ['compiled', 'instantiated'], words: () => 'compiling and instantiating the component' },
  { untils: ['workloadLoaded'], words: (subject) => wordsOf(LOADED, subject) ?? 'loading the workload' },
  { untils: ['ready'], words: () => 'getting ready for calls' },
  { untils: ['firstResponse'], words: () => 'the first call itself' },
];

/** A part smaller than this is not the cause of an overhead. */
const NOTABLE = 1 / 3;
/** From here on 'nearly all' is said instead of a number, since medians of parts need not add up. */
const NEARLY_ALL = 0.9;

const timeOf = ({ phases }: SubjectSummary, untils: readonly Milestone[]): Ns =>
  phases.filter(({ until }) => untils.includes(until)).reduce((sum, { medianNs }) => sum + medianNs, 0);

/** A phase that only the baseline has means that, here, its time is hidden in the next phase: nothing can be said then. */
const comparable = (subject: SubjectSummary, baseline: SubjectSummary): boolean =>
  baseline.phases.every(({ until }) => subject.phases.some((phase) => phase.until === until));

/** ' About 88.9 ms of that is the engine creating and starting the container.', or '' when no part stands out. */
export function overheadCause(subject: SubjectSummary, baseline: SubjectSummary, overheadNs: Ns): string {
  if (!comparable(subject, baseline)) return '';
  const extras = WORKS.map((work) => ({
    words: work.words(subject),
    extraNs: timeOf(subject, work.untils) - timeOf(baseline, work.untils),
  }));
  const largest = extras.reduce((a, b) => (b.extraNs > a.extraNs ? b : a));
  if (largest.extraNs < overheadNs * NOTABLE) return '';
  const amount =
    largest.extraNs > overheadNs * NEARLY_ALL ? 'Nearly all' : `About ${formatNs(largest.extraNs)}`;
  return ` ${amount} of that is ${largest.words}.`;
}
