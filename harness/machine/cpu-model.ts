/** One paragraph of /proc/cpuinfo: a processor, or the board lines at the end on ARM. */
export type CpuinfoSection = ReadonlyMap<string, string>;

/** Splits /proc/cpuinfo, whose keys differ by architecture; see proc_cpuinfo(5). */
export function parseCpuinfo(text: string): readonly CpuinfoSection[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => new Map(paragraph.split('\n').flatMap(keyAndValue)))
    .filter((section) => section.size > 0);
}

function keyAndValue(line: string): [string, string][] {
  const colon = line.indexOf(':');
  return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
}

/** The first value of a key in any section. */
export function cpuinfoValue(sections: readonly CpuinfoSection[], key: string): string | null {
  for (const section of sections) {
    const value = section.get(key);
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** Names of the cores that a benchmark meets; from the table of `lscpu` (util-linux, sys-utils/lscpu-arm.c). */
const ARM_PARTS: Readonly<Record<string, string>> = {
  '0x41/0xd03': 'ARM Cortex-A53',
  '0x41/0xd05': 'ARM Cortex-A55',
  '0x41/0xd08': 'ARM Cortex-A72',
  '0x41/0xd0b': 'ARM Cortex-A76',
  '0x41/0xd0c': 'ARM Neoverse-N1',
  '0x41/0xd40': 'ARM Neoverse-V1',
  '0x41/0xd49': 'ARM Neoverse-N2',
  '0x41/0xd4f': 'ARM Neoverse-V2',
  '0x6d/0xd49': 'Microsoft Azure Cobalt 100',
  '0xc0/0xac3': 'Ampere-1',
  '0xc0/0xac4': 'Ampere-1a',
};

/**
 * The CPU's name. /proc/cpuinfo comes before what Node reports, because libuv learnt the ARM names over time and one
 * machine must keep one name whatever the Node version. ARM has no model name there: the parts are listed, all kinds
 * of a big.LITTLE chip.
 */
export function cpuModel(sections: readonly CpuinfoSection[], reported: string): string {
  const named = cpuinfoValue(sections, 'model name');
  const parts = [...new Set(sections.flatMap(armPart))];
  const model = named ?? (parts.length > 0 ? parts.map(armName).join(' + ') : reported);
  return model.replace(/\s+/g, ' ').trim() || 'unknown';
}

function armPart(section: CpuinfoSection): string[] {
  const implementer = section.get('CPU implementer');
  const part = section.get('CPU part');
  return implementer === undefined || part === undefined ? [] : [`${implementer}/${part}`];
}

function armName(part: string): string {
  const [implementer, number] = part.split('/');
  return ARM_PARTS[part] ?? `unknown (implementer ${implementer} part ${number})`;
}

const SIGNATURE_KEYS = [
  ['vendor_id', ''],
  ['cpu family', 'family '],
  ['model', 'model '],
  ['stepping', 'stepping '],
  ['CPU implementer', 'implementer '],
  ['CPU part', 'part '],
  ['CPU variant', 'variant '],
  ['CPU revision', 'revision '],
] as const;

/**
 * What the CPU says of itself in numbers. Clouds hide the model behind names such as "Intel(R) Xeon(R) Processor",
 * which is the same for machines years apart; family and model are not hidden.
 */
export function cpuSignature(sections: readonly CpuinfoSection[]): string | null {
  const words = SIGNATURE_KEYS.flatMap(([key, label]) => {
    const value = sections[0]?.get(key);
    return value === undefined ? [] : [label + value];
  });
  return words.length === 0 ? null : words.join(' ');
}
