/** What the page of the indicators reads beside them. */
import type { Level } from '../certificate/index.ts';
import type { Sex } from '../certificate/terms.ts';

export interface LevelRow {
  zh: string;
  /** Persons by level, from the first to the fourth. */
  cells: readonly string[];
}

/** 少于5, 不写明: a text without a count. */
export interface PyramidCell {
  text: string;
  count: number | null;
}
export interface PyramidLevel {
  level: Level;
  zh: string;
  /** By age, the oldest on top. */
  rows: readonly ({ band: number; zh: string } & Record<Sex, PyramidCell>)[];
}
export interface Levels {
  rows: readonly LevelRow[];
  pyramid: readonly PyramidLevel[];
  /** Persons whose age and sex the reader does not see; empty where there are none. */
  outside: string;
  /** Whether the reader may open whom a bar counts. */
  opens: boolean;
}
