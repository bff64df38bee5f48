/** 在领补贴的人，按残疾类别和等级: beside the indicators, counts only. */
import type { Tx } from '../../../kernel/context/server.ts';
import { cellOf } from '../../../kernel/indicator/index.ts';
import { categories, levels } from '../certificate/index.ts';
import { drawersByLevel } from '../certificate/register.ts';
import type { LevelRow } from './content.ts';

export async function levelTable(tx: Tx): Promise<LevelRow[]> {
  const found = await drawersByLevel(tx);
  return Object.entries(categories).map(([category, zh]) => ({
    zh: `${zh}残疾`,
    cells: Object.keys(levels).map((level) =>
      cellOf(found.find((f) => f.category === category && f.level === level)?.persons ?? 0),
    ),
  }));
}
