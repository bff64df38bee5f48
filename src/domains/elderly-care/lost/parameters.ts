/** Standards of the search for the lost. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Limits } from './rules.ts';

export const lostParameters = {
  'LOST-POLICE': '走失：几分钟没有报110要提醒',
  'LOST-COUNTY': '走失：几分钟没有找到报县里和市里',
  'LOST-FOLLOW': '走失：交接以后几小时内回访',
  'LOST-SPEED': '走失：按每小时走多少米分片',
  'LOST-LEAST': '走失：分片至少多少米',
  'LOST-MOST': '走失：第一次分片最多多少米',
} as const;
type Key = keyof typeof lostParameters;

async function read(tx: Tx, key: Key): Promise<Result<number, 'PARAM_MISSING'>> {
  return wholeParameter(tx, key, tx.city, tx.today);
}

export async function lostLimits(tx: Tx): Promise<Result<Limits, 'PARAM_MISSING'>> {
  const [police, county, follow] = [await read(tx, 'LOST-POLICE'), await read(tx, 'LOST-COUNTY'), await read(tx, 'LOST-FOLLOW')];
  if (!police.ok) return police;
  if (!county.ok) return county;
  return follow.ok ? ok({ police: police.value, county: county.value, follow: follow.value }) : follow;
}

export async function walkLimits(tx: Tx): Promise<Result<{ perHour: number; least: number; most: number }, 'PARAM_MISSING'>> {
  const [perHour, least, most] = [await read(tx, 'LOST-SPEED'), await read(tx, 'LOST-LEAST'), await read(tx, 'LOST-MOST')];
  if (!perHour.ok) return perHour;
  if (!least.ok) return least;
  return most.ok ? ok({ perHour: perHour.value, least: least.value, most: most.value }) : most;
}
