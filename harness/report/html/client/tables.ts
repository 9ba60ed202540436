/** Sorting by any column, and filtering by name. */
export function enableTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
    const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
    heads.forEach((head, column) => {
      head.querySelector('[data-sort]')?.addEventListener('click', () => sort(table, heads, column));
    });
  }
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-filter]'))
    input.addEventListener('input', () => filter(input));
}

function sort(table: HTMLTableElement, heads: readonly HTMLTableCellElement[], column: number): void {
  const descending = heads[column]?.getAttribute('aria-sort') === 'ascending';
  heads.forEach((head, index) => {
    if (index === column) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
  const body = table.tBodies[0];
  const rows = [...(body?.rows ?? [])];
  const keyOf = (row: HTMLTableRowElement): string => row.cells[column]?.dataset.by ?? '';
  rows.sort((a, b) => compare(keyOf(a), keyOf(b), descending));
  body?.append(...rows);
}

/** What has no figure comes last, whichever way. */
function compare(a: string, b: string, descending: boolean): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  const [x, y] = [Number(a), Number(b)];
  const order = Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  return descending ? -order : order;
}

function filter(input: HTMLInputElement): void {
  const wanted = input.value.trim().toLowerCase();
  const rows =
    input.closest('section')?.querySelectorAll<HTMLTableRowElement>('table[data-sortable] tbody tr') ?? [];
  for (const row of rows) row.hidden = !(row.cells[0]?.textContent ?? '').toLowerCase().includes(wanted);
}
