/** 养老机构 as bodies that are inspected: which ones, of what risk class, what is looked at, what a graded danger costs. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { hasOpenMajorDanger, type Inspected, type InspectedKind } from '../../../kernel/inspection/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type InstitutionState, states } from '../register/terms.ts';
import { checklist } from './checklist.ts';
import { classesOn, postCredit } from './credit.ts';

interface Row {
  id: string;
  creditCode: string;
  siteNo: number;
  name: string;
  division: DivisionCode;
  state: InstitutionState;
  registeredOn: PlainDate;
}

/** The public number of a home: its credit code and which of its sites. */
export const publicNo = ({ creditCode, siteNo }: { creditCode: string; siteNo: number }): string => `${creditCode}-${siteNo}`;

async function objects(tx: Tx, division: DivisionCode): Promise<Inspected[]> {
  const { lo, hi } = scopeRange(division);
  const rows = await tx.rows<Row>(
    sql`select id, credit_code, site_no, name, division, state, (entered_at at time zone 'Asia/Shanghai')::date as registered_on from care_institution
      where division >= ${lo} and division < ${hi} and state <> 'preparing' order by credit_code, site_no limit 5000`,
  );
  const classes = await classesOn(tx, rows, tx.today);
  return rows.map((row) => ({
    id: row.id,
    no: publicNo(row),
    name: row.name,
    division: row.division,
    riskClass: classes.get(row.id)!,
    stopped: !states[row.state].open && row.state !== 'suspension-announced' && row.state !== 'end-announced',
  }));
}

export const careHomes: InspectedKind = {
  kind: 'care-institution',
  zh: '养老机构',
  api: '/api/care-supervision',
  head: 'care-home-head',
  workers: ['care-home-nurse'],
  checklist,
  objects,
  graded: async (tx, danger) => {
    const reason = danger.grade === 'larger' ? 'larger-found' : danger.grade === 'major' ? 'major-found' : null;
    if (reason)
      await postCredit(tx, {
        institutionId: danger.objectId,
        division: danger.division,
        reason,
        note: `隐患${danger.no}`,
        cause: `${reason}:${danger.id}`,
      });
  },
};

/** Before anybody is taken in: not while a major danger is open. */
export const mayAdmit = async (tx: Tx, institutionId: string): Promise<Result<null, 'CARE_ADMISSION_STOPPED'>> =>
  (await hasOpenMajorDanger(tx, careHomes.kind, institutionId)) ? fail('CARE_ADMISSION_STOPPED') : ok(null);
