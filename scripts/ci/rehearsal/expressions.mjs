import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions see: `github`, `env`, `steps`, `matrix`, … @typedef {Record<string, unknown>} Contexts */

const STATUS_FUNCTION = /\b(success|failure|always|cancelled)\s*\(/;
const EXPRESSION = /\$\{\{(.*?)\}\}/gs;

/**
 * Text with its `${{ … }}` replaced by their values, as GitHub's own evaluator computes them.
 * @param {unknown} text @param {Contexts} contexts @returns {string}
 */
export const fill = (text, contexts) =>
  String(text ?? '').replace(EXPRESSION, (_all, expression) =>
    evaluate(expression, contexts, false).coerceString(),
  );

/** Each value of a map, filled. @param {Record<string, unknown> | undefined} map @param {Contexts} contexts */
export const fillAll = (map, contexts) =>
  Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, fill(value, contexts)]));

/**
 * Whether a step or job runs. Without a status function in it, a condition means `success() && …`.
 * @param {string | undefined} condition @param {Contexts} contexts
 * @param {boolean} failed whether something before it failed @returns {boolean}
 */
export function holds(condition, contexts, failed) {
  const bare = String(condition ?? 'success()')
    .trim()
    .replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const whole = STATUS_FUNCTION.test(bare) ? bare : `success() && (${bare})`;
  const { value } = evaluate(`(${whole}) && true || false`, contexts, failed);
  return value === true;
}

/** @param {string} expression @param {Contexts} contexts @param {boolean} failed */
function evaluate(expression, contexts, failed) {
  const functions = functionsFor(failed);
  const { tokens } = new Lexer(expression.trim()).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
  const byName = new Map(functions.map((one) => [one.name.toLowerCase(), one]));
  return new Evaluator(tree, dictionary, byName).evaluate();
}

/** Those that are not of the language itself. @param {boolean} failed */
function functionsFor(failed) {
  const constant = (/** @type {string} */ name, /** @type {unknown} */ value, maxArgs = 0) => ({
    name,
    minArgs: 0,
    maxArgs,
    call: () => value,
  });
  return [
    constant('success', new data.BooleanData(!failed)),
    constant('failure', new data.BooleanData(failed)),
    constant('always', new data.BooleanData(true)),
    constant('cancelled', new data.BooleanData(false)),
    // It names caches, and those are not rehearsed.
    constant('hashFiles', new data.StringData('rehearsal'), 255),
  ];
}
