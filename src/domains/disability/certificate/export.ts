/** 残疾人证名单, out: by list and place, with approval and watermark as every list of persons. Health is on it: each person on it can see who took it. */
import { z } from 'zod';
import { and, type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import { choice, Division, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { defineExport, type SheetRow } from '../../../kernel/sheet/server.ts';
import { type CertificateState, categories, certificateStates, levels } from './index.ts';
import { contentOf, listFilter } from './register.ts';
import { certificateExporters, certificateLists } from './terms.ts';

const Filter = z.strictObject({
  list: choice(certificateLists).default('all').meta({ label: '哪些证' }),
  division: Division.optional().meta({ label: '地区', widget: 'division', help: '不选的是您负责的整个地区' }),
});
type Filter = z.infer<typeof Filter>;

const PAGE = 1000;
const drawing = { yes: '是', no: '否' } as const;

/** The living whose certificate is in the register, within the place and what the actor sees. */
function wanted(tx: Tx, { list, division }: Filter): Sql {
  const { lo, hi } = division ? scopeRange(division) : tx.actor;
  return and([
    sql`c.division >= ${lo} and c.division < ${hi}`,
    sql`c.division >= ${tx.actor.lo} and c.division < ${tx.actor.hi}`,
    sql`p.life_state <> 'dead'`,
    sql`p.merged_into is null`,
    listFilter(tx, list),
  ]);
}

defineExport({
  kind: 'disability-certificates',
  title: '残疾人证名单',
  performers: certificateExporters,
  filter: () => Filter,
  columns: [
    { key: 'name', title: '姓名', kind: 'text' },
    { key: 'idNumber', title: '身份证号码（遮盖）', kind: 'code' },
    { key: 'place', title: '户籍地', kind: 'text' },
    { key: 'category', title: '残疾类别', kind: 'choice', choices: categories },
    { key: 'level', title: '残疾等级', kind: 'choice', choices: levels },
    { key: 'issuedOn', title: '签发日期', kind: 'date' },
    { key: 'validTo', title: '有效期至', kind: 'date' },
    { key: 'state', title: '证件状态', kind: 'choice', choices: { ...certificateStates, expired: '过期' } },
    { key: 'draws', title: '在领补贴', kind: 'choice', choices: drawing },
  ],
  say: (tx, { list, division }) => `${certificateLists[list]}${division ? `，${tx.divisions.fullName(division)}` : ''}`,
  async count(tx, filter, limit) {
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from disability_certificate c join person p on p.id = c.person_id where ${wanted(tx, filter)} limit ${limit}) t`,
    );
    return n;
  },
  async page(tx, filter, cursor) {
    const rows = await tx.rows<{
      personId: string;
      name: string;
      idNumber: Buffer;
      division: DivisionCode;
      content: Buffer;
      issuedOn: PlainDate;
      validTo: PlainDate;
      state: CertificateState;
      draws: boolean;
    }>(sql`select c.person_id, p.name, p.id_number, c.division, c.content, c.issued_on, c.valid_to, c.state,
        exists (select from subsidy_award a where a.person_id = c.person_id and a.state <> 'ended') as draws
      from disability_certificate c join person p on p.id = c.person_id
      where ${wanted(tx, filter)} and c.person_id > ${cursor ?? '00000000-0000-0000-0000-000000000000'} order by c.person_id limit ${PAGE}`);
    return {
      rows: rows.map(({ personId, name, idNumber, division, content, issuedOn, validTo, state, draws }) => {
        const { category, level } = contentOf(tx, personId, content);
        const row: SheetRow = {
          name,
          idNumber: maskIdNumber(tx.keys.open(idNumber, personPlace('idNumber', personId))),
          place: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
          category,
          level,
          issuedOn,
          validTo,
          state: state === 'valid' && validTo < tx.today ? 'expired' : state,
          draws: draws ? 'yes' : 'no',
        };
        return { personId, row };
      }),
      next: rows.length === PAGE ? rows.at(-1)!.personId : null,
    };
  },
});
