/** 护理员补贴拨付清单: what was approved and not paid yet, for the county's finance; as every list of persons with approval above fifty, and on record. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import { choice, type Fen, type YearMonth } from '../../../kernel/schema/index.ts';
import { defineExport } from '../../../kernel/sheet/server.ts';
import { subsidyApprovers } from '../../../kernel/subsidy/server.ts';
import { workerPlace } from '../workers/store.ts';
import { type ClaimKind, claimKinds, keepers } from './terms.ts';

const kinds = { all: '四种补贴', ...claimKinds } as const;
const Filter = z.strictObject({ kind: choice(kinds).default('all').meta({ label: '哪一种补贴', choices: kinds }) });
type Filter = z.infer<typeof Filter>;
const PAGE = 1000;

const wanted = (
  tx: Tx,
  { kind }: Filter,
) => sql`k.state = 'approved' and l.struck is null and k.division >= ${tx.actor.lo} and k.division < ${tx.actor.hi}
  and (${kind} = 'all' or l.kind = ${kind})`;

defineExport({
  kind: 'care-claims',
  title: '护理员补贴拨付清单',
  performers: [...keepers, ...subsidyApprovers],
  filter: () => Filter,
  columns: [
    { key: 'employer', title: '单位', kind: 'text' },
    { key: 'name', title: '姓名', kind: 'text' },
    { key: 'idNumber', title: '身份证号码（遮盖）', kind: 'code' },
    { key: 'kind', title: '补贴', kind: 'choice', choices: claimKinds },
    { key: 'says', title: '依据', kind: 'text' },
    { key: 'from', title: '计发起', kind: 'text' },
    { key: 'to', title: '计发止', kind: 'text' },
    { key: 'fen', title: '金额', kind: 'amount' },
  ],
  say: (_, { kind }) => `已批准、待拨付的${kinds[kind]}`,
  async count(tx, filter, limit) {
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from (select distinct l.worker_id from care_claim_line l join subsidy k on k.id = l.claim_id where ${wanted(tx, filter)} limit ${limit}) t`,
    );
    return n;
  },
  async page(tx, filter, cursor) {
    const rows = await tx.rows<{
      at: string;
      workerId: string;
      employerName: string;
      name: string;
      idNumber: Buffer;
      kind: ClaimKind;
      says: string;
      months: YearMonth[];
      fen: Fen;
    }>(sql`select l.claim_id || '/' || l.worker_id || '/' || l.tranche as at, l.worker_id, k.body_name as employer_name, c.name, c.id_number, l.kind, l.says, l.months, l.fen
      from care_claim_line l join subsidy k on k.id = l.claim_id join care_worker c on c.id = l.worker_id
      where ${wanted(tx, filter)} and l.claim_id || '/' || l.worker_id || '/' || l.tranche > ${cursor ?? ''} order by 1 limit ${PAGE}`);
    const spoken = (month: YearMonth | undefined) => (month ? longMonth(month) : '');
    return {
      rows: rows.map(({ workerId, idNumber, employerName, name, kind, says, months, fen }) => ({
        personId: null,
        row: {
          employer: employerName,
          name,
          idNumber: maskIdNumber(tx.keys.open(idNumber, workerPlace('id_number', workerId))),
          kind,
          says,
          from: spoken(months[0]),
          to: spoken(months.at(-1)),
          fen,
        },
      })),
      next: rows.length === PAGE ? rows.at(-1)!.at : null,
    };
  },
});
