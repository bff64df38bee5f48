/** Who checks the circumstances of a family in tests, and steps that are answered or fail loudly. */
import type { freshContext } from '../../../../tests/database.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { loadParameters } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { hand } from '../../../kernel/service/fixtures.ts';

type City = Awaited<ReturnType<typeof freshContext>>;

export const TOWN = '421202001000';
export const COUNTY = '421202000000';
export const clerk = hand(TOWN, 'township-clerk');
export const checker = hand(COUNTY, 'county-clerk', { duty: 'verification-officer' });
export const system = systemActor('test', '421200000000');

export const loadStandards = (city: City): Promise<unknown> =>
  city.context.write(systemActor('test', '000000000000'), (tx) => loadParameters(tx, city.city.parameters));

let requests = 0;
/** One request of an officer, by an id of its own. */
export const requestOnce = <T, C extends string>(city: City, actor: Actor, work: (tx: Tx) => Promise<Result<T, C>>) => {
  const requestId = `request-${++requests}`;
  return city.context.once(actor, { action: 'test', requestId, body: requestId }, work);
};

export const must = async <T, C extends string>(outcome: Promise<Result<T, C>>): Promise<T> => {
  const result = await outcome;
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
