import type { OptionalTool } from './optional-tools.ts';

/** `ok`: as it should be; `warning`: works, but measures worse; `missing`: something cannot be measured; `info`: a fact. */
export type Status = 'ok' | 'warning' | 'missing' | 'info';

export interface DoctorItem {
  readonly label: string;
  readonly status: Status;
  readonly value: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

export interface DoctorSection {
  readonly title: string;
  readonly items: readonly DoctorItem[];
}

export interface DoctorReport {
  readonly sections: readonly DoctorSection[];
  /** One by one, as the section of that name does not have them. */
  readonly optionalTools: readonly OptionalTool[];
  /** True when this platform is supported and at least one runner can work. */
  readonly measurable: boolean;
}

export function item(label: string, status: Status, value: string, remedy: string | null = null): DoctorItem {
  return { label, status, value, remedy };
}
