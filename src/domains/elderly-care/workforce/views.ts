/** Months, classes and one person's file, with what may be done. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longDate, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameters, yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Fen, type FormField, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Post, posts } from '../../../kernel/workforce/index.ts';
import { certificatesOf, ownEmployer } from '../workers/store.ts';
import { educations, levelName } from '../workers/terms.ts';
import { certificateState } from '../workers/views.ts';
import { currentMonth, knownOf, outcomeOf } from './compute.ts';
import type { ClassRow, MonthPage, WorkerFile } from './content.ts';
import { inMonth } from './months.ts';
import { workforceNorms, type workforceParameters } from './parameters.ts';
import { ClassClosed, MonthRow, NewClass, NewTraining, Scan, TrainingConfirmed } from './schema.ts';
import { type ClaimKind, type ClassKind, claimKinds, classKinds, employers, keepers, trainers } from './terms.ts';
import { classColumns, learnersOf, type TrainingClass } from './training.ts';

const fresh = () => ({ requestId: newId() });

export async function monthPage(tx: Tx, wanted: YearMonth | undefined): Promise<Result<MonthPage>> {
  const found = await ownEmployer(tx);
  if (!found.ok) return found;
  const employer = found.value;
  const last = plusMonths(monthOf(tx.today), -1);
  const month = wanted !== undefined && wanted < last ? wanted : last;
  const there = await inMonth(tx, employer.id, month);
  const postOf = new Map(
    (
      await tx.rows<{ id: string; post: Post }>(
        sql`select id, post from care_employment where employer_id = ${employer.id} limit 5000`,
      )
    ).map((row) => [row.id, row.post]),
  );
  const filled = await tx.rows<{ employmentId: string; month: YearMonth; attended: number; insured: boolean; payFen: Fen }>(
    sql`select employment_id, month, attended::int as attended, insured, pay_fen from care_month where employer_id = ${employer.id}
      and month in (${month}, ${plusMonths(month, -1)}) limit 5000`,
  );
  const at = (of: YearMonth) => new Map(filled.filter((row) => row.month === of).map((row) => [row.employmentId, row]));
  const [now, before] = [at(month), at(plusMonths(month, -1))];
  const ids = there.map(({ workerId }) => workerId);
  const drawn = new Set(
    (
      await tx.rows<{ workerId: string }>(
        sql`select worker_id from care_worker_post_months(${ids}::uuid[]) where month = ${month}`,
      )
    ).map(({ workerId }) => workerId),
  );
  const open = there.filter(({ workerId }) => !drawn.has(workerId));
  const fields: FormField[] = [
    {
      name: 'rows',
      type: 'object',
      label: `${longMonth(month)}考勤`,
      required: true,
      fields: open.map(({ id, name }) => ({ name: id, type: 'object', label: name, required: true, fields: formOf(MonthRow) })),
    },
  ];
  const initial = Object.fromEntries(
    open.map(({ id }) => {
      const from = now.get(id) ?? before.get(id);
      return [id, { attended: now.get(id)?.attended, insured: from?.insured ?? true, pay: from?.payFen }];
    }),
  );
  return ok({
    month,
    earlier: plusMonths(month, -1),
    later: month < last ? plusMonths(month, 1) : null,
    employerName: employer.name,
    rows: there.map(({ id, name, workerId }) => {
      const row = now.get(id);
      return {
        id,
        name,
        postZh: posts[postOf.get(id) ?? 'other'],
        entered: row ? { attended: row.attended, insured: row.insured, payFen: row.payFen } : null,
        drawn: drawn.has(workerId),
      };
    }),
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: now.size > 0 ? '更正考勤' : '填写考勤',
        causes: '岗位津贴、工龄奖励、入职补贴都按这里的出勤和社保算；申报了岗位津贴的不能再改。',
        by: employers,
        when: open.length > 0,
        to: '/api/care-months',
        fields,
        initial: { rows: initial },
        fixed: { month, ...fresh() },
      },
    ]),
  });
}

export async function classList(tx: Tx): Promise<Result<{ rows: ClassRow[]; offers: ReturnType<typeof offersTo> }>> {
  const classes = await tx.rows<TrainingClass>(
    sql`select ${classColumns} from care_class k order by k.closed_on nulls first, k.from_on desc, k.id limit 200`,
  );
  const rows: ClassRow[] = [];
  for (const of of classes) {
    const open = of.closedOn === null;
    const to = (what: string) => `/api/care-classes/${of.id}/${what}`;
    rows.push({
      id: of.id,
      kindZh: classKinds[of.kind],
      name: of.name,
      place: of.place,
      hours: of.hours,
      fromOn: of.fromOn,
      toOn: of.toOn,
      stateZh: !open ? `${of.closedOn}结束` : tx.today < of.fromOn ? '还没有开班' : tx.today > of.toOn ? '待结业' : '上课中',
      tone: !open ? 'plain' : tx.today > of.toOn ? 'warn' : 'now',
      learners: (await learnersOf(tx, of)).map(({ workerId, name, hours, inside }) => ({ workerId, name, hours, inside })),
      offers: offersTo(tx.actor, [
        {
          action: 'scan',
          zh: '签到、签退',
          causes: '按现在的时间记；来和走都扫了才算学时。',
          by: trainers,
          when: open && of.fromOn <= tx.today && tx.today <= of.toOn,
          to: to('scan'),
          fields: formOf(Scan),
          initial: { way: 'in' },
          fixed: fresh(),
        },
        {
          action: 'close',
          zh: '结业',
          causes: '按签到签退算出每人的学时，写进各人的培训记录；以后不能再签到。',
          by: trainers,
          when: open && of.fromOn <= tx.today,
          to: to('close'),
          fields: formOf(ClassClosed),
          danger: true,
          fixed: fresh(),
        },
      ]),
    });
  }
  return ok({
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'open',
        zh: '开办培训班',
        causes: '开班的日子里给学员扫码签到、签退。',
        by: trainers,
        to: '/api/care-classes',
        fields: formOf(NewClass),
        initial: { kind: 'pre-post', from: tx.today, to: tx.today },
        fixed: fresh(),
      },
    ]),
  });
}

export const trainingHours = {
  'pre-post': 'CW-HOURS-PRE-POST',
  refresh: 'CW-HOURS-REFRESH',
  skill: 'CW-HOURS-SKILL',
} as const satisfies Record<ClassKind, keyof typeof workforceParameters>;

/** One person by any of his posts: course, training, certificates, what subsidies he could be given. */
export async function workerFile(tx: Tx, id: string): Promise<Result<WorkerFile>> {
  const post = await tx.maybe<{ workerId: string; division: string; leftOn: PlainDate | null; employerId: string }>(
    sql`select worker_id, division, left_on, employer_id from care_employment where id = ${id}`,
  );
  if (!post) return fail('NOT_FOUND');
  const norms = await workforceNorms(tx, post.division);
  if (!norms.ok) return norms;
  const hours = await wholeParameters(tx, ['CW-HOURS-PRE-POST', 'CW-HOURS-REFRESH', 'CW-HOURS-SKILL'], post.division);
  if (!hours.ok) return hours;
  const known = (await knownOf(tx, [post.workerId])).get(post.workerId)!;
  const person = await tx.one<{ code: string; barredReason: string | null }>(
    sql`select code, barred_reason from care_worker where id = ${post.workerId}`,
  );
  const course = await tx.rows<{
    id: string;
    employerName: string;
    post: Post;
    hiredOn: PlainDate;
    leftOn: PlainDate | null;
    contractTo: PlainDate | null;
    established: boolean;
    checked: boolean;
  }>(sql`select * from care_worker_course(${[post.workerId]}::uuid[]) limit 300`);
  const trainings = await tx.rows<{
    id: string;
    kind: ClassKind;
    name: string;
    hours: number;
    endedOn: PlainDate;
    passed: boolean;
    proof: string | null;
    classId: string | null;
    confirmedOn: PlainDate | null;
  }>(sql`select id, kind, name, hours::int as hours, ended_on, passed, proof, class_id, confirmed_on from care_training where worker_id = ${post.workerId}
    order by ended_on desc, id limit 300`);
  const { facts } = known;
  return ok({
    name: known.name,
    code: person.code,
    trouble: person.barredReason,
    identified: facts.identified,
    educationZh: facts.education ? educations[facts.education] : null,
    graduatedOn: facts.graduatedOn,
    course: course.map((c) => ({
      id: c.id,
      employerName: c.employerName,
      postZh: posts[c.post],
      hiredOn: c.hiredOn,
      leftOn: c.leftOn,
      contractZh: c.established ? '编制内' : c.contractTo ? `合同到${longDate(c.contractTo)}` : '无固定期限',
      checked: c.checked,
    })),
    trainings: trainings.map((t) => {
      const needs = hours.value[trainingHours[t.kind]];
      const seen = t.classId !== null || t.confirmedOn !== null;
      const counts = t.passed && seen && t.hours >= needs;
      return {
        id: t.id,
        kindZh: classKinds[t.kind],
        name: t.name,
        hours: t.hours,
        endedOn: t.endedOn,
        counts,
        says:
          t.hours === 0
            ? '没有学时'
            : !t.passed
              ? '考试不合格'
              : !seen
                ? '待县里看证明'
                : t.hours < needs
                  ? `不满${needs}学时`
                  : '合格',
        offers: offersTo(tx.actor, [
          {
            action: 'confirm',
            zh: '看过证明',
            causes: '从现在起算数。',
            by: keepers,
            when: !seen,
            to: `/api/care-trainings/${t.id}/confirmation`,
            fields: formOf(TrainingConfirmed),
            fixed: fresh(),
          },
        ]),
      };
    }),
    certificates: (await certificatesOf(tx, [post.workerId])).map((c) => ({
      id: c.id,
      zh: `${levelName(c)}，${c.certNo}`,
      stateZh: certificateState(c, tx.today).zh,
      reply: c.reply,
    })),
    subsidies: (Object.keys(claimKinds) as ClaimKind[]).map((kind) => {
      const outcome = outcomeOf(kind, known, norms.value, currentMonth(tx));
      if ('none' in outcome) return { kindZh: claimKinds[kind], outcome: outcome.none, dueFen: null };
      const dueFen = outcome.due.reduce((sum, { fen }) => sum + fen, 0);
      return {
        kindZh: claimKinds[kind],
        outcome: outcome.due.map(({ says, fen }) => `${says}，${yuan(fen)}`).join('；'),
        dueFen,
      };
    }),
    offers: offersTo(tx.actor, [
      {
        action: 'training',
        zh: '补登培训',
        causes: '县里看过结业证明以后算数。',
        by: employers,
        when: post.leftOn === null,
        to: `/api/care-workers/${id}/trainings`,
        fields: formOf(NewTraining),
        initial: { kind: 'pre-post', endedOn: firstDayOf(currentMonth(tx)) },
        fixed: fresh(),
      },
    ]),
  });
}
