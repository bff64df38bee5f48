/**
 * 统计报表 as a paper: issued when a report is locked, checked by anybody who holds it, kept as it was; a revision issues another one, and the old one says which.
 * The “signature” is the leader's own account and the moment; there is no digital certificate and no electronic seal behind it, and the paper says so.
 */

import { sql } from '../../../database/sql.ts';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  type Block,
  type DocumentKind,
  fields,
  heading,
  type IssuedDocument,
  issueDocument,
  legible,
  paragraph,
  replaceDocument,
} from '../../../kernel/document/server.ts';
import { sm3 } from '../../../kernel/protect/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Values } from './checks.ts';
import type { FormDefinition } from './definition.ts';
import type { Period } from './forms.ts';
import { periodWords, spanOfPeriod } from './period.ts';
import { unitName } from './steps.ts';
import { findSubmission, type Submission } from './store.ts';
import { textOf } from './value.ts';

const kind: DocumentKind = { code: 'statistics-report', word: '统', title: '统计报表' };

/** What the paper and the page both say of it. */
export const NO_SEAL =
  '签发是单位负责人用本人账号在平台确认，平台记下姓名和时刻；没有使用电子认证机构的数字证书，也不是国家标准的电子印章。核验码和数据摘要只说明这份表是平台按锁定的数出具的、没有改过；需要公章的，打印以后由单位加盖。';

const cellText = (form: FormDefinition, totals: Values, key: string): string => {
  const value = totals[key];
  return typeof value === 'number' ? textOf(value, form.cells.find((cell) => cell.key === key)!.decimals) : '';
};

type Figures = Pick<Submission, 'form' | 'period' | 'division' | 'version' | 'totals'>;
/** 数据摘要: SM3 over which report it is and every figure of it, in the order of the form. */
export const digestOf = (form: FormDefinition, of: Figures): string =>
  sm3(
    Buffer.from(
      [
        of.form,
        of.period,
        of.division,
        String(of.version),
        ...form.cells.map(({ key }) => `${key}=${cellText(form, of.totals, key)}`),
      ].join('\n'),
    ),
  ).toString('hex');

export interface Amendment {
  readonly documentNo: string;
  readonly reason: string;
  /** The paper of the version before; null where none was issued. */
  readonly replaces: string | null;
}

const moment = (name: string | null, at: string | null): string =>
  name && at ? `${legible(name)}，${longDate(plainDateOf(at))}` : '';

function blocksOf(
  tx: Tx,
  form: FormDefinition,
  row: Submission,
  amendment: (Amendment & { number: string | null }) | null,
): Block[] {
  const notes = form.cells.flatMap(({ key, label }) =>
    row.notes[key] ? [paragraph(`${label}：${legible(row.notes[key])}`)] : [],
  );
  return [
    fields(
      ['报表', `${form.name}（${form.code}）`],
      ['报告期', periodWords(row.period)],
      ['填报单位', tx.divisions.fullName(row.division)],
      ['版次', `第${row.version}版`],
      ['统计截止', longDate(spanOfPeriod(row.period).to)],
      ['锁定', longDate(plainDateOf(row.lockedAt!))],
      ['制表依据', form.basis],
      ['数据摘要（SM3）', digestOf(form, row)],
    ),
    {
      kind: 'table',
      columns: [
        { title: '类别', share: 20 },
        { title: '指标', share: 44 },
        { title: '计量单位', share: 14, align: 'center' },
        { title: '数', share: 22, align: 'right' },
      ],
      rows: form.cells.map(({ group, label, unit, key }) => [group, label, unit, cellText(form, row.totals, key)]),
    },
    ...(notes.length > 0 ? [heading('说明'), ...notes] : []),
    ...(amendment
      ? [
          heading('修订'),
          paragraph(
            `本表按${legible(amendment.documentNo)}修订${amendment.number ? `，代替${amendment.number}` : ''}。修订的理由：${legible(amendment.reason)}`,
          ),
        ]
      : []),
    heading('签发'),
    fields(
      ['填表人', moment(row.preparedName, row.preparedAt)],
      ['单位负责人', moment(row.signedName, row.signedAt)],
      ['审核', moment(row.checkedName, row.checkedAt)],
    ),
    { kind: 'signatures', labels: ['单位负责人（签字）', '单位（公章）'] },
    paragraph(NO_SEAL),
  ];
}

/** The paper of one locked version; of a revised one the earlier paper is taken back by it. */
async function issueReport(tx: Tx, form: FormDefinition, row: Submission, amendment: Amendment | null): Promise<IssuedDocument> {
  const office = tx.office(row.division);
  const earlier = amendment?.replaces
    ? await tx.one<{ number: string }>(sql`select number from issued_document where id = ${amendment.replaces}`)
    : null;
  const issued = await issueDocument(tx, {
    kind,
    issuer: { division: row.division, name: office.division === row.division ? office.name : unitName(tx, row.division) },
    letter: { addressee: null, blocks: blocksOf(tx, form, row, amendment && { ...amendment, number: earlier?.number ?? null }) },
    signer: legible(row.signedName ?? tx.actor.name),
    caseId: null,
    personId: null,
    division: row.division,
  });
  // 锁定不能因为一个字印不出来就不成：印不出来的字已经换成〓
  if (!issued.ok) throw new Error(`report ${row.id}: ${issued.code}`);
  await tx.run(
    sql`insert into stat_paper (submission_id, document_id, division) values (${row.id}, ${issued.value.id}, ${row.division})`,
  );
  if (amendment?.replaces) {
    const replaced = await replaceDocument(tx, amendment.replaces, issued.value);
    if (!replaced.ok) throw new Error(`report ${row.id}: ${replaced.code}`);
  }
  return issued.value;
}

/** Of every unit of a period, once it is locked. */
export async function issueLocked(tx: Tx, { form, period }: Period): Promise<void> {
  const units = await tx.rows<{ division: DivisionCode }>(
    sql`select s.division from stat_submission s where s.form = ${form.code} and s.period = ${period} and s.state = 'locked'
      and not exists (select from stat_paper p where p.submission_id = s.id) order by s.division limit 2000`,
  );
  for (const { division } of units)
    await issueReport(tx, form, (await findSubmission(tx, { form: form.code, period, division }))!, null);
}

/** Of a new version. */
export async function issueRevised(tx: Tx, period: Period, unit: DivisionCode, amendment: Amendment): Promise<void> {
  const row = await findSubmission(tx, { form: period.form.code, period: period.period, division: unit });
  await issueReport(tx, period.form, row!, amendment);
}
