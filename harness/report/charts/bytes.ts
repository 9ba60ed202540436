import type { BarSeriesOption } from 'echarts';
import { formatBytes } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import { base, nameAxis, rowGrid, stripes, tickBytes, tooltip, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects, rowsHeight, type View } from './chart.ts';

interface Part {
  readonly name: string;
  /** Drawn fainter and striped. */
  readonly secondary: boolean;
  value(subject: ReportSubject, data: ReportWorkload): number | null;
}

/** Bars of bytes, of one part or of several on end. */
function bars(data: Parameters<Chart['option']>[0], view: View, label: string, parts: readonly Part[]) {
  const { theme } = view;
  const drawn = drawnSubjects(data, view).filter(({ subject }) =>
    parts.some((part) => part.value(subject, data) !== null),
  );
  const names = drawn.map(({ subject }) => subject.name);
  const present = parts.filter((part) => drawn.some(({ subject }) => part.value(subject, data) !== null));
  const total = (row: number): number =>
    parts.reduce((sum, part) => sum + (drawn[row] ? (part.value(drawn[row].subject, data) ?? 0) : 0), 0);
  return {
    ...base(view),
    grid: rowGrid(names, view, 72),
    tooltip: {
      ...tooltip(theme),
      formatter: (params: object) => {
        const { dataIndex, seriesName, value } = params as {
          dataIndex: number;
          seriesName: string;
          value: number;
        };
        const lines = [names[dataIndex] ?? '', `${seriesName}: ${formatBytes(value)}`];
        return [...lines, ...(present.length > 1 ? [`together: ${formatBytes(total(dataIndex))}`] : [])].join(
          '\n',
        );
      },
    },
    xAxis: valueAxis(theme, label, tickBytes),
    yAxis: nameAxis(theme, names, view.width),
    series: present.map(
      (part, index): BarSeriesOption => ({
        type: 'bar',
        name: part.name,
        stack: 'bytes',
        barMaxWidth: 18,
        itemStyle: {
          borderColor: theme.paper,
          borderWidth: 1,
          ...(part.secondary && { opacity: 0.55, decal: stripes(theme) }),
        },
        data: drawn.map(({ subject, color }) => ({
          // The last part carries the label of the whole row, also where it is absent.
          value: part.value(subject, data) ?? (index === present.length - 1 ? 0 : '-'),
          itemStyle: { color },
        })),
        ...(index === present.length - 1 && {
          label: {
            show: true,
            position: 'right',
            color: theme.ink,
            formatter: ({ dataIndex }: { dataIndex: number }) => formatBytes(total(dataIndex)),
          },
        }),
      }),
    ),
  };
}

const rss = ({ summary }: ReportSubject): number | null => summary.memory?.rssBytes?.value ?? null;
const uss = ({ summary }: ReportSubject): number | null => summary.memory?.ussBytes ?? null;

/** Of the study `memory`, if it was measured: shims and proxies, one for each instance. */
function broughtAlong({ summary }: ReportSubject, { studies }: ReportWorkload): number | null {
  const support = studies.memory?.find(({ subject }) => subject === summary.subject)?.support ?? [];
  const known = support.flatMap(({ rssBytes }) => rssBytes?.value ?? []);
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
}

const MEMORY: readonly Part[] = [
  { name: 'private', secondary: false, value: uss },
  {
    name: 'shared with other processes',
    secondary: true,
    value: (subject) => {
      const [all, own] = [rss(subject), uss(subject)];
      return all === null || own === null ? null : Math.max(0, all - own);
    },
  },
  {
    name: 'resident, not split',
    secondary: false,
    value: (subject) => (uss(subject) === null ? rss(subject) : null),
  },
  { name: 'brought along by the packaging', secondary: true, value: broughtAlong },
];

export const memory: Chart = {
  name: 'memory',
  title: 'Memory of the guest',
  caption:
    'Resident memory after the warm calls, medians. Striped: pages that other processes share, such as the Node binary; and, last, what a packaging brings along (a container shim, a proxy) where the study of memory was measured.',
  has: ({ subjects }) => subjects.some((subject) => rss(subject) !== null),
  height: ({ subjects }) => rowsHeight(subjects.length),
  option: (data, view) => bars(data, view, 'resident memory', MEMORY),
};

export const size: Chart = {
  name: 'size',
  title: 'Size of the artifact',
  caption:
    'What is shipped: bundle, component, zip or image. An image holds its runtime; the others need one on the host.',
  has: ({ subjects }) => subjects.some(({ summary }) => summary.artifactBytes !== null),
  height: ({ subjects }) => rowsHeight(subjects.length),
  option: (data, view) =>
    bars(data, view, 'bytes', [
      { name: 'artifact', secondary: false, value: ({ summary }) => summary.artifactBytes },
    ]),
};
