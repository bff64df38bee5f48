/** Records planted by the owner of the database, past the rules that prevent them. */
import type { Api } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { idNumber } from '../../../kernel/resident/fixtures.ts';
import { registerPerson } from '../../../kernel/resident/server.ts';
import { must } from '../../../kernel/service/fixtures.ts';

export const COUNTY = '421202000000';
const VILLAGE = '421202100001';

/** `api`: once it has started. */
export function planterOf(api: () => Api) {
  const own = (text: string, values: unknown[] = []) => api().owner.query(text, values);
  const row = async (table: string, values: Record<string, unknown>): Promise<string> => {
    const keys = Object.keys(values);
    await own(
      `insert into ${table} (${keys.join(', ')}) values (${keys.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(values),
    );
    return String(values.id ?? '');
  };
  const person = (name: string, birth = '1950-01-01'): Promise<string> =>
    api().context.write(systemActor('test', api().context.city), async (tx) =>
      must(
        await registerPerson(tx, {
          name,
          idNumber: idNumber(birth as '1950-01-01', '421202'),
          division: VILLAGE,
          address: '街1号',
        }),
      ),
    );
  const dead = (id: string, on: string) => own(`update person set life_state = 'dead', died_on = $2 where id = $1`, [id, on]);

  async function entitlement(
    programme: string,
    holder: string,
    more: { members?: string[]; from?: string; to?: string; known?: string } = {},
  ) {
    const id = newId();
    const from = more.from ?? '2026-01';
    await row('entitlement', {
      id,
      programme,
      person_id: holder,
      division: VILLAGE,
      from_month: from,
      ...(more.to ? { to_month: more.to, state: 'ended', end_reason: '终止' } : {}),
      created_at: more.known ?? '2026-01-01T00:00:00Z',
      created_by: 'test',
    });
    for (const member of more.members ?? [holder])
      await row('entitlement_member', {
        entitlement_id: id,
        person_id: member,
        division: VILLAGE,
        from_month: from,
        to_month: more.to ?? null,
      });
    const versionId = await row('entitlement_version', {
      id: newId(),
      entitlement_id: id,
      no: 1,
      from_month: from,
      amount_fen: 500_00,
      breakdown: '[]',
      parameter_ids: [],
      reason: '确认',
      division: VILLAGE,
      person_id: holder,
      known_since: more.known ?? '2026-01-01T00:00:00Z',
      recorded_by: 'test',
    });
    return { id, versionId, programme, holder };
  }
  const batches = new Map<string, string>();
  const lineNos = new Map<string, number>();
  async function paid(e: Awaited<ReturnType<typeof entitlement>>, month: string, account: { id: string; digest: string }) {
    const key = `${e.programme} ${month}`;
    if (!batches.has(key)) {
      const day = `${month}-10`;
      const dates = Object.fromEntries(
        ['pay_on', 'township_by', 'county_by', 'treasury_by', 'result_by', 'reissue_by'].map((k) => [k, day]),
      );
      const id = newId();
      batches.set(key, id);
      await row('payment_batch', {
        id,
        programme: e.programme,
        county: COUNTY,
        month,
        seq: 1,
        kind: 'regular',
        created_at: `${day}T00:00:00Z`,
        created_by: 'test',
        ...dates,
      });
    }
    const no = (lineNos.get(key) ?? 0) + 1;
    lineNos.set(key, no);
    return row('payment_line', {
      id: newId(),
      batch_id: batches.get(key),
      no,
      entitlement_id: e.id,
      version_id: e.versionId,
      programme: e.programme,
      person_id: e.holder,
      division: VILLAGE,
      month,
      kind: 'regular',
      amount_fen: 500_00,
      account_id: account.id,
      account_digest: Buffer.from(account.digest),
      account_last4: '1234',
      state: 'paid',
      paid_on: `${month}-10`,
    });
  }
  async function account(holder: string, digest = newId()) {
    const id = await row('payout_account', {
      id: newId(),
      person_id: holder,
      division: VILLAGE,
      bank: '农商行',
      holder: '户名',
      account: Buffer.from('x'),
      account_digest: Buffer.from(digest),
      digest_key: 'k',
      last4: '1234',
      valid_from: '2026-01-01',
      recorded_at: '2026-01-01T00:00:00Z',
      recorded_by: 'test',
    });
    return { id, digest };
  }
  const serviceCase = (name: string, holder: string, more: Record<string, unknown> = {}) =>
    row('service_case', {
      id: newId(),
      no: `421202SA01${String(Math.random()).slice(2, 12)}`,
      item_id: 'SA-01',
      item_version: 1,
      flow: 'dibao',
      flow_version: '1',
      division: VILLAGE,
      applicant_person_id: holder,
      applicant_name: name,
      channel: 'window',
      state: 'decided',
      entered_on: '2026-03-01',
      due_on: '2026-04-01',
      submitted_at: '2026-03-01T00:00:00Z',
      accepted_on: '2026-03-01',
      closed_at: '2026-03-20T00:00:00Z',
      outcome: 'granted',
      form: Buffer.from('x'),
      created_at: '2026-03-01T00:00:00Z',
      created_by: 'test',
      ...more,
    });

  return { own, row, person, dead, entitlement, paid, account, serviceCase };
}
