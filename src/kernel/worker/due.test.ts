/** Works that mostly find nothing to do: looked at together, done apart. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import type { Context } from '../context/server.ts';
import { anyRow, eachDue, type Work, whenDue } from './server.ts';

let city: Awaited<ReturnType<typeof freshContext>>;
/** Counts transactions. */
let context: Context;
let transactions = 0;
const did: string[] = [];
const some = sql`generate_series(1, 1)`;
const none = sql`generate_series(1, 0)`;
const work = (name: string, place: typeof some): Work =>
  whenDue(
    (tx) => anyRow(tx, place),
    async () => {
      did.push(name);
      return 1;
    },
  );

beforeAll(async () => {
  city = await freshContext();
  context = {
    ...city.context,
    read: (actor, of) => {
      transactions++;
      return city.context.read(actor, of);
    },
  };
});
beforeEach(() => {
  transactions = 0;
  did.length = 0;
});
afterAll(() => city?.drop());

test('都没有到期的事：一次一起看，一件也不做', async () => {
  expect(await eachDue(context, [work('a', none), work('b', none), work('c', none)], 'works')).toBe(0);
  expect(did).toEqual([]);
  expect(transactions).toBe(1);
});

test('到期的按顺序做，没有到期的不做；几处里有一处到期就做', async () => {
  const both = whenDue([(tx) => anyRow(tx, none), (tx) => anyRow(tx, none, some)], async () => void did.push('both'));
  await eachDue(context, [work('a', none), work('b', some), work('c', none), both], 'works');
  expect(did).toEqual(['b', 'both']);
});

test('前一件做过，后面的重新看：它数出来的是0也一样，有的只数它做的一部分', async () => {
  let opened = false;
  const opens = whenDue(
    (tx) => anyRow(tx, some),
    async () => {
      opened = true;
      did.push('opens');
      return 0;
    },
  );
  const follows = whenDue(
    (tx) => anyRow(tx, opened ? some : none),
    async () => void did.push('follows'),
  );
  await eachDue(context, [opens, follows], 'works');
  expect(did).toEqual(['opens', 'follows']);
});

test('看不了的不当作没有事：自己去做，自己报；不拖住别的', async () => {
  const broken = whenDue(
    (tx) => tx.rows(sql`select 1 from no_such_table`),
    async () => {
      throw new Error('这一件做不了');
    },
  );
  await expect(eachDue(context, [work('a', some), broken, work('b', none), work('c', some)], 'works')).rejects.toThrow(
    '1 works could not be looked after; first: 这一件做不了',
  );
  expect(did.filter((name) => name !== 'b')).toEqual(['a', 'c']);
});

test('没有说怎么看的每次都做；停下来以后不再开始', async () => {
  const always = async () => void did.push('always');
  await eachDue(context, [work('a', none), always, work('b', some)], 'works', () => did.includes('always'));
  expect(did).toEqual(['always']);
});
