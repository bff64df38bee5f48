/** 开放数据: what the catalogue says of a data set and of its versions. Pure. */
import type { PlainDate } from '../schema/index.ts';

export interface Column {
  readonly key: string;
  readonly zh: string;
}

export interface Release {
  readonly dataset: string;
  /** 1.2.0: the first number is the columns, the second the rows. */
  readonly version: string;
  /** The day whose state it is. */
  readonly cutOff: PlainDate;
  /** SM3 of the CSV file as it is downloaded. */
  readonly hash: string;
  readonly rows: number;
  /** Against the version before. */
  readonly added: number;
  readonly removed: number;
}

export interface DatasetView {
  readonly key: string;
  readonly zh: string;
  /** What a row is, and what is not in it. */
  readonly says: string;
  readonly source: string;
  readonly columns: readonly Column[];
  /** The newest first. */
  readonly releases: readonly Release[];
}

/** After 1.4.0: 2.0.0 where the columns changed, else 1.5.0. */
export function versionAfter(before: string | null, columnsChanged: boolean): string {
  if (before === null) return '1.0.0';
  const [major = 1, minor = 0] = before.split('.').map(Number);
  return columnsChanged ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

/** How many lines came and how many went, each as often as it stands there. */
export function lineDiff(before: readonly string[], after: readonly string[]): { added: number; removed: number } {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of after) {
    const count = left.get(line) ?? 0;
    if (count === 0) added += 1;
    else left.set(line, count - 1);
  }
  return { added, removed: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
