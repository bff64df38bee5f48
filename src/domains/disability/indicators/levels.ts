/** 在领补贴的人，按残疾类别和等级，按等级、年龄和性别: beside the indicators. */
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { cellOf, cellsOf } from '../../../kernel/indicator/index.ts';
import { countDrawers, type DrawerCount } from '../certificate/drawers.ts';
import { categories, type Level, levels } from '../certificate/index.ts';
import { ageBands, type Sex } from '../certificate/terms.ts';
import type { Levels, PyramidCell } from './content.ts';

/** Of those who read the board: who may read the certificates by name too. */
export const drawerReaders = ['county-clerk', 'county-leader', 'city-clerk'] as const satisfies readonly Performer[];

const allLevels = Object.keys(levels) as Level[];
const oldestFirst = ageBands.toReversed();

/** Who may open a bar reads every count; who may not is not told the small ones, nor those from which they follow. */
function pyramidOf(counts: readonly DrawerCount[], opens: boolean): Levels['pyramid'] {
  return allLevels.map((level) => {
    const sum = (band: number, sex: Sex) =>
      counts.reduce((n, c) => n + (c.level === level && c.band === band && c.sex === sex ? c.persons : 0), 0);
    const flat = oldestFirst.flatMap(({ from }) => [sum(from, 'male'), sum(from, 'female')]);
    const texts = opens ? flat.map(String) : cellsOf(flat);
    const cell = (i: number): PyramidCell => ({ text: texts[i]!, count: texts[i] === String(flat[i]) ? flat[i]! : null });
    return {
      level,
      zh: levels[level],
      rows: oldestFirst.map(({ from, zh }, i) => ({ band: from, zh, male: cell(2 * i), female: cell(2 * i + 1) })),
    };
  });
}

export async function levelsOf(tx: Tx): Promise<Levels> {
  const counts = await countDrawers(tx);
  const sum = (counts: readonly DrawerCount[]): number => counts.reduce((n, c) => n + c.persons, 0);
  const byLevel = allLevels.map((level) =>
    cellsOf(Object.keys(categories).map((category) => sum(counts.filter((c) => c.category === category && c.level === level)))),
  );
  const outside = sum(counts.filter((c) => c.band === null));
  const opens = isOneOf(tx.actor, drawerReaders);
  return {
    rows: Object.values(categories).map((zh, i) => ({ zh: `${zh}残疾`, cells: byLevel.map((column) => column[i]!) })),
    pyramid: pyramidOf(counts, opens),
    outside: outside === 0 ? '' : cellOf(outside),
    opens,
  };
}
