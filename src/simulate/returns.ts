/** Accounts put right by the township: another one where the bank sent the money back, the same by another name where the bank's file cannot write it. */
import { sql } from '../database/sql.ts';
import { monthOf, plusDays } from '../kernel/calendar/index.ts';
import {
  type BatchId,
  correctAccount,
  type LineId,
  payoutAccountOf,
  type ReturnCode,
  supplementaryBatch,
} from '../kernel/payment/server.ts';
import type { PersonId } from '../kernel/resident/index.ts';
import type { SimulatedCity } from './replay.ts';
import type { World } from './world.ts';

/** One line in so many comes back. */
const ONE_IN = 29;
const CLOSED: ReturnCode = 'R03';

/** What comes back later than this is not paid again within the play. */
const LAST_DAYS = 60;

/** Which lines of a batch the bank will send back. Never from a card that several families use: a new one would hide what is to be found. */
export function closedAccounts(world: World): (city: SimulatedCity, id: BatchId) => Promise<Record<string, ReturnCode>> {
  const shared = [...world.families()].flatMap(({ card }) => (card ? [card.slice(-4)] : []));
  const last = plusDays(world.to, -LAST_DAYS);
  return async (city, id) => {
    if (city.today() > last) return {};
    const lines = await city.context.read(city.system, (tx) =>
      tx.rows<{ id: LineId }>(sql`select id from payment_line where batch_id = ${id} and state = 'sent' and no % ${ONE_IN} = 3
        and account_last4 <> all(${shared}::text[])`),
    );
    return Object.fromEntries(lines.map((line) => [line.id, CLOSED]));
  };
}

interface Returned {
  id: LineId;
  township: string;
  county: string;
  programme: string;
  holder: string;
}

export async function sendAgain(city: SimulatedCity): Promise<void> {
  const returned = await city.context.read(city.system, (tx) =>
    tx.rows<Returned>(sql`select l.id, left(l.division, 9) || '000' as township, left(l.division, 6) || '000000' as county, l.programme, a.holder
      from payment_line l join payout_account a on a.id = l.account_id where l.state = 'returned' order by l.id limit 1000`),
  );
  for (const [i, { id, township, holder }] of returned.entries()) {
    const clerk = await city.staff('township-clerk', township);
    const account = {
      bank: '咸宁农村商业银行',
      number: `62188${city.today().replaceAll('-', '')}${String(i).padStart(4, '0')}`,
      holder,
    };
    city.must('another account', await city.context.write(clerk, (tx) => correctAccount(tx, { lineId: id, ...account })));
  }
  for (const [key, lines] of Map.groupBy(returned, (line) => `${line.county} ${line.programme}`)) {
    const [county, programme] = key.split(' ') as [string, string];
    const clerk = await city.staff('finance-clerk', county);
    const order = { programme, county, month: monthOf(city.today()) };
    const named = { ...order, requestId: city.requestId(), lineIds: lines.map((line) => line.id) };
    const again = await supplementaryBatch(city.context, clerk, named);
    if (again.ok || again.code !== 'LINE_NOT_DUE') {
      city.must(`second sending of ${county}`, again);
      continue;
    }
    // What one of them was for has changed since: the list takes what is due by now.
    const due = await supplementaryBatch(city.context, clerk, { ...order, requestId: city.requestId() });
    if (due.ok || due.code !== 'NOTHING_TO_PAY') city.must(`second sending of ${county}`, due);
  }
}

/** What a bank has on file for a character that it does not know. */
const UNKNOWN = '·';

/** The platform says which characters; the bank's own spelling is on the card. */
export async function spellAsBankDoes(city: SimulatedCity): Promise<void> {
  const unwritten = await city.context.read(city.system, (tx) =>
    tx.rows<{
      id: LineId;
      township: string;
      personId: PersonId;
      reason: string;
    }>(sql`select distinct on (a.id) l.id, left(l.division, 9) || '000' as township,
        a.person_id, l.hold_reason as reason
      from payment_line l join payout_account a on a.id = l.account_id
      where l.state = 'on-hold' and l.hold_code = 'account-unwritable' and a.valid_to is null order by a.id, l.id limit 1000`),
  );
  for (const { id, township, personId, reason } of unwritten) {
    const clerk = await city.staff('township-clerk', township);
    const [, characters = ''] = /“(.+?)”/.exec(reason) ?? [];
    const spelled = (text: string): string => [...text].map((c) => (characters.includes(c) ? UNKNOWN : c)).join('');
    const corrected = await city.context.write(clerk, async (tx) => {
      const { bank, number, holder } = (await payoutAccountOf(tx, personId))!;
      return correctAccount(tx, { lineId: id, bank, number, holder: spelled(holder) });
    });
    city.must('name on an account', corrected);
  }
}
