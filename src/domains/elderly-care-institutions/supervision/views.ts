/** 信用和等级 as they are read: every home with its class, grade and open dangers; one home with its ledger and what may be done. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import type { Listing } from '../../../kernel/service/server.ts';
import { states } from '../register/terms.ts';
import { BadFaith, entriesOf, NewCreditEntry, RepairAsk, RepairDecision, repairsOf, standingsOn } from './credit.ts';
import { reasons } from './credit-rules.ts';
import {
  Committee,
  gradesOf,
  KnownGrade,
  Lowering,
  Materials,
  OnSite,
  type Rating,
  RatingApplication,
  ratingPage,
  ratingStates,
  ratingsOf,
} from './rating.ts';
import { type GradeSpan, gradeForMonth, gradeOn, sectionNames, sections, totalOf } from './rating-rules.ts';
import { SelfCheck } from './self-check.ts';
import { assessors, committee, creditHands, creditLeaders } from './terms.ts';

interface Home {
  id: string;
  name: string;
  division: DivisionCode;
  state: keyof typeof states;
  registeredOn: PlainDate;
}
const homesIn = (tx: Tx, division: DivisionCode): Promise<Home[]> => {
  const { lo, hi } = scopeRange(division);
  return tx.rows<Home>(
    sql`select id, name, division, state, (entered_at at time zone 'Asia/Shanghai')::date as registered_on from care_institution
      where division >= ${lo} and division < ${hi} and state not in ('preparing', 'ended', 'deregistered') order by division, name limit 2000`,
  );
};

/** What an officer looks at first: the worst on top. */
export async function standingList(tx: Tx) {
  const homes = await homesIn(tx, tx.city);
  const ids = homes.map(({ id }) => id);
  const standings = await standingsOn(tx, homes, tx.today);
  const grades = await tx.rows<GradeSpan & { institutionId: string }>(
    sql`select institution_id, level, issued_on, valid_to, ended_on from care_grade where institution_id = any(${ids}::uuid[]) limit 20000`,
  );
  const dangers = await tx.rows<{ objectId: string; open: number; major: number; late: number }>(
    sql`select object_id, count(*)::int as open, count(*) filter (where grade = 'major')::int as major,
        count(*) filter (where due_on < ${tx.today} and (done_on is null or done_on > due_on))::int as late
      from hidden_danger where object_id = any(${ids}::uuid[]) and state <> 'closed' group by object_id limit 5000`,
  );
  const visits = await tx.rows<{ objectId: string; last: string }>(
    sql`select object_id, max(finished_at) as last from inspection_task where object_id = any(${ids}::uuid[]) and finished_at is not null group by object_id limit 5000`,
  );
  const checked = await tx.rows<{ institutionId: string }>(
    sql`select institution_id from care_self_check where month = ${monthOf(tx.today)} and institution_id = any(${ids}::uuid[]) limit 5000`,
  );
  const year = tx.today.slice(0, 4);
  const rows = homes.map((home) => {
    const danger = dangers.find(({ objectId }) => objectId === home.id);
    const last = visits.find(({ objectId }) => objectId === home.id)?.last ?? null;
    return {
      id: home.id,
      name: home.name,
      divisionName: tx.divisions.fullName(home.division),
      stateZh: states[home.state].zh,
      ...standings.get(home.id)!,
      level: gradeOn(
        grades.filter(({ institutionId }) => institutionId === home.id),
        tx.today,
      ),
      open: danger?.open ?? 0,
      major: danger?.major ?? 0,
      late: danger?.late ?? 0,
      visitedAt: last,
      unvisited: last === null || last.slice(0, 4) < year,
      selfChecked: checked.some(({ institutionId }) => institutionId === home.id),
    };
  });
  rows.sort((a, b) => b.major - a.major || b.late - a.late || a.points - b.points);
  return {
    rows,
    classes: (['A', 'B', 'C', 'D'] as const).map((letter) => ({
      letter,
      n: rows.filter(({ riskClass }) => riskClass === letter).length,
    })),
    unvisited: rows.filter(({ unvisited }) => unvisited).length,
    major: rows.filter(({ major }) => major > 0).length,
  };
}

const scoreLines = (rating: Rating) =>
  sectionNames.map((name) => ({
    zh: sections[name].zh,
    max: sections[name].max,
    self: rating.selfScores[name],
    scored: rating.scores?.[name] ?? null,
  }));

const ratingOffers = (rating: Rating): Offered[] => {
  const to = (what: string) => `/api/care-supervision/ratings/${rating.id}/${what}`;
  const fixed = { version: rating.version };
  return [
    {
      action: 'materials',
      zh: '审核材料',
      causes: '齐全的进入现场评定；不符合的写明理由，申报到此为止。',
      by: assessors,
      when: rating.state === 'applied',
      fields: formOf(Materials),
      to: to('materials'),
      fixed,
    },
    {
      action: 'score',
      zh: '登记现场得分',
      causes: '至少三位评审员；够几级由得分算出。',
      by: assessors,
      when: rating.state === 'onsite',
      fields: formOf(OnSite),
      initial: { ...rating.selfScores },
      to: to('scores'),
      fixed,
    },
    {
      action: 'decide',
      zh: '登记委员会决定',
      causes: '定了级的公示；不通过的告知理由。',
      by: committee,
      when: rating.state === 'scored',
      fields: formOf(Committee),
      to: to('decision'),
      fixed,
    },
    {
      action: 'grant',
      zh: '授牌',
      causes: '等级从今天起算，有效三年，机构页面上公开。',
      by: assessors,
      when: rating.state === 'notice',
      to: to('grant'),
      fixed,
    },
  ];
};

const ratingView = (tx: Tx, rating: Rating, name: string) => ({
  id: rating.id,
  no: rating.no,
  institutionId: rating.institutionId,
  name,
  level: rating.level,
  stateZh: ratingStates[rating.state].zh,
  tone: ratingStates[rating.state].tone,
  appliedOn: rating.appliedOn,
  materialsBy: rating.state === 'applied' ? rating.materialsBy : null,
  selfTotal: totalOf(rating.selfScores),
  total: rating.scores && totalOf(rating.scores),
  lines: scoreLines(rating),
  assessors: rating.assessors,
  decidedLevel: rating.decidedLevel,
  committee: rating.committee,
  noticeTo: rating.state === 'notice' ? rating.noticeTo : null,
  grantedOn: rating.grantedOn,
  refusedReason: rating.refusedReason,
  offers: offersTo(tx.actor, ratingOffers(rating)),
});

export async function ratingList(tx: Tx, asked: Listing) {
  const { rows, next } = await ratingPage(tx, asked);
  return { rows: rows.map((rating) => ratingView(tx, rating, rating.name)), next };
}

/** One home: class and points with every reason, grades, self-checks, ratings. */
export async function standingView(tx: Tx, id: string): Promise<Result<unknown>> {
  const home = (await homesIn(tx, tx.city)).find((one) => one.id === id);
  if (!home) return fail('NOT_FOUND');
  const standing = (await standingsOn(tx, [home], tx.today)).get(id)!;
  const entries = await entriesOf(tx, [id], tx.today.slice(0, 4));
  const repairs = await repairsOf(tx, id);
  const grades = await gradesOf(tx, id);
  const checks = await tx.rows<{ month: string; doneOn: PlainDate; looked: string; found: number }>(
    sql`select month, done_on, looked, found from care_self_check where institution_id = ${id} order by month desc limit 12`,
  );
  const month = monthOf(tx.today);
  const next = plusMonths(month, 1);
  const current = grades.find((grade) => gradeOn([grade], tx.today) > 0) ?? null;
  return ok({
    id,
    name: home.name,
    division: home.division,
    ...standing,
    level: gradeOn(grades, tx.today),
    validTo: current?.validTo ?? null,
    /** For money: the grade of the first day of the month. */
    forMonth: { month, level: gradeForMonth(grades, month) },
    forNext: { month: next, from: firstDayOf(next), level: gradeForMonth(grades, next) },
    entries: entries.map((entry) => ({
      id: entry.id,
      onDate: entry.onDate,
      points: entry.points,
      reasonZh: reasons[entry.reason].zh,
      note: entry.note,
      offers: offersTo(tx.actor, [
        {
          action: 'repair',
          zh: '申请修复',
          causes: '改正以后申请；县级20个工作日内决定，同意的分数从决定那天起补回，原来的记录还在。',
          by: ['care-home-head'],
          when:
            entry.points < 0 &&
            !entries.some((e) => e.repairs === entry.id) &&
            !repairs.some(({ entryId, state }) => entryId === entry.id && state !== 'refused'),
          fields: formOf(RepairAsk),
          to: `/api/care-supervision/credit/${entry.id}/repair`,
        },
      ]),
    })),
    repairs: repairs.map((repair) => ({
      id: repair.id,
      reasonZh: reasons[repair.reason].zh,
      points: repair.points,
      done: repair.done,
      askedOn: repair.askedOn,
      decideBy: repair.decideBy,
      stateZh: { asked: '待决定', granted: '已修复', refused: '不同意' }[repair.state],
      opinion: repair.opinion,
      offers: offersTo(tx.actor, [
        {
          action: 'decide-repair',
          zh: '决定修复',
          causes: '同意的补回扣的分；决定公开。',
          by: creditLeaders,
          when: repair.state === 'asked',
          fields: formOf(RepairDecision),
          to: `/api/care-supervision/repairs/${repair.id}/decision`,
        },
      ]),
    })),
    grades: grades.map((grade) => ({
      ...grade,
      offers: offersTo(tx.actor, [
        {
          action: 'lower',
          zh: '降级、取消',
          causes: '从今天起算，公开理由。',
          danger: true,
          by: committee,
          when: gradeOn([grade], tx.today) > 0,
          fields: formOf(Lowering),
          to: `/api/care-supervision/grades/${grade.id}/lowering`,
        },
      ]),
    })),
    selfChecks: checks,
    ratings: (await ratingsOf(tx, id)).map((rating) => ratingView(tx, rating, home.name)),
    offers: offersTo(tx.actor, [
      {
        action: 'self-check',
        zh: '登记本月自查',
        causes: '每月一次；整月没有自查的扣5分。查出的隐患另外一处一条上报。',
        by: ['care-home-head'],
        when: !checks.some((check) => check.month === month),
        fields: formOf(SelfCheck),
        to: '/api/care-supervision/self-checks',
      },
      {
        action: 'rating',
        zh: '申报等级评定',
        causes: '平台知道的先决条件当场核对；材料15个工作日内审核。',
        by: ['care-home-head'],
        fields: formOf(RatingApplication),
        to: '/api/care-supervision/ratings',
      },
      {
        action: 'credit',
        zh: '登记信用扣分',
        causes: '写明文书号，记进台账并公开；风险等级从今天起按新的分数。',
        by: creditHands,
        fields: formOf(NewCreditEntry),
        to: `/api/care-supervision/standings/${id}/credit`,
      },
      {
        action: 'grade',
        zh: '登记已有的等级',
        causes: '平台以前评的、省里评的，写明文号；有效三年，从授牌那天算。',
        by: assessors,
        when: current === null,
        fields: formOf(KnownGrade),
        to: `/api/care-supervision/standings/${id}/grade`,
      },
      {
        action: 'bad-faith',
        zh: '列入失信名单',
        causes: '在名单上的按D类管理：每次抽取都抽到。',
        danger: true,
        by: creditLeaders,
        when: !standing.badFaith,
        fields: formOf(BadFaith),
        to: `/api/care-supervision/standings/${id}/bad-faith`,
      },
    ]),
  });
}
