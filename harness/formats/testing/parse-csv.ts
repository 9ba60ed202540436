/**
 * A strict reader of comma-separated values by RFC 4180: rows of fields.
 * @throws Error where a quote stands where none may
 */
export function parseCsv(text: string): string[][] {
  if (!text.endsWith('\r\n')) throw new Error('the last line does not end');
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [whole = '', quoted, plain, end] =
      text.slice(at, at + LONGEST_FIELD).match(/^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/) ?? [];
    if (whole === '') throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
    at += whole.length;
  }
  return rows;
}

const LONGEST_FIELD = 10_000;
