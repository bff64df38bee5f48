/** A payment desk, families that are paid, and what crosses at them. */
import { freshContext } from '../../../../tests/database.ts';
import { everywhere, type Family, family, loadRecoveryParameters, paymentDesk, VILLAGE } from '../fixtures.ts';
import { type BatchId, holdPerson, payUndisputed, releaseHold } from '../server.ts';

export let db: Awaited<ReturnType<typeof freshContext>>;
export let desk: ReturnType<typeof paymentDesk>;
/** Starts what the tests need. */
export async function openDesk(): Promise<void> {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
  await loadRecoveryParameters(db.context);
}
export const closeDesk = () => db.drop();

export const home = (programme: string, names: string[], more: { account?: 'none' } = {}) =>
  family(db.context, { programme, exclusiveGroups: [programme], names, amountFen: 600_00, fromMonth: '2026-05', ...more });
export const act = <T>(does: Parameters<typeof db.context.write<T>>[1]) => db.context.write(everywhere, does);
export const linesOf = async (id: BatchId, of: Family) =>
  (await desk.lines(id)).filter((l) => l.personId === of.holder).map((l) => [l.month, l.kindZh, l.stateZh, l.amountFen / 100]);
export const open = async (of: Family) =>
  (await desk.proposals(of.id)).filter((p) => p.state === 'proposed').map((p) => [p.direction, p.amountFen / 100]);
export const hold = (personId: string, code: string, more: object = {}) =>
  act((tx) => holdPerson(tx, { personId: personId as never, division: VILLAGE, code, reason: code, ...more }));
export const release = (personId: string, code: string, more: object = {}) =>
  act((tx) => releaseHold(tx, { personId: personId as never, code, reason: '查明', ...more }));
/** What is held because of a person (the holder) pays so much a month meanwhile. */
export const payPart = (one: Family, personId = one.holder, yuan = 300) =>
  act((tx) =>
    payUndisputed(tx, {
      entitlementId: one.id,
      personId: personId as never,
      code: 'recompute',
      amountFen: yuan * 100,
      reason: '先发',
    }),
  );
