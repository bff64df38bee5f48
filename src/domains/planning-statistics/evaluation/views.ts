/** What the pages of 规划评估 read. */
import { sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import { consultationAbout } from '../../../kernel/consultation/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Fraction, hasPlanRows } from '../../../kernel/indicator/server.ts';
import { type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type FigureDomain, figureDomains } from '../figures/terms.ts';
import { proposalOffer, proposesFor, targetsInForce } from '../targets/targets.ts';
import { type PlanIndicator, unitName } from '../values/indicator.ts';
import { goalAt, lastOf } from '../values/judge.ts';
import { said } from '../values/measure.ts';
import type { EvaluationFile, EvaluationRow, Evaluations, MeasureView, SelfView, SurveyView } from './content.ts';
import { proofsOf } from './proofs.ts';
import { Declared, Measured, publishedBy, Settled } from './remeasure.ts';
import { pointsOf, Reported, resultsOf, subjectOf, verdictOf } from './report.ts';
import { surveyOf } from './rules.ts';
import { indicatorsOf, planOf, Scheme, selfShape } from './scheme.ts';
import { countsOf, type Evaluation, findEvaluations, type MeasureRow, measuresOf, readEvaluation, selvesOf } from './store.ts';
import { evaluationKinds, evaluationStates, evaluator, outcomes, remeasureStates, surveyAnswers } from './terms.ts';

const signed = (name: string | null, at: string | null): string | null =>
  at && name ? `${name}，${longDate(plainDateOf(at))}` : null;
/** Until the result is out, points are the city's. */
const tellsScore = (tx: Tx, e: Evaluation): boolean =>
  e.state === 'published' || isOneOf(tx.actor, ['city-clerk', 'city-leader', 'auditor']);

async function rowOf(tx: Tx, e: Evaluation): Promise<EvaluationRow> {
  const selves = await selvesOf(tx, e.id);
  return {
    id: e.id,
    title: e.title,
    kindZh: evaluationKinds[e.kind],
    baseOn: e.baseOn,
    state: e.state,
    stateZh: evaluationStates[e.state],
    evaluator: e.evaluator,
    selves: { total: selves.length, done: selves.filter((s) => s.reportedAt !== null).length },
    score: tellsScore(tx, e) ? pointsOf(e) : null,
    verdictZh: tellsScore(tx, e) ? verdictOf(e) : null,
  };
}

/** Drafts are the city's; everybody else sees what has been adopted. */
const visible = (tx: Tx) => (isOneOf(tx.actor, ['city-clerk', 'city-leader']) ? sql`true` : sql`e.state <> 'draft'`);

export async function evaluations(tx: Tx): Promise<Evaluations> {
  const rows: EvaluationRow[] = [];
  for (const e of await findEvaluations(tx, visible(tx))) rows.push(await rowOf(tx, e));
  return {
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'draft',
        zh: '起草评估方案',
        causes: '由市级领导批准；批准以后各县和科室自评，第三方复测，公众评价。',
        by: ['city-clerk'],
        fields: formOf(await Scheme(tx)),
        to: '/api/plan-evaluations',
        fixed: { requestId: newId() },
      },
    ]),
  };
}

const stepOffers = (e: Evaluation): Offered[] => {
  const to = (action: string) => `/api/plan-evaluations/${e.id}/${action}`;
  const fixed = { edit: e.edit, requestId: newId() };
  const city: readonly Performer[] = ['city-clerk'];
  const leader: readonly Performer[] = ['city-leader'];
  return [
    {
      action: 'adopt',
      zh: '批准方案',
      causes: '各县和科室收到自评，第三方收到复测，公众评价按期开始；方案不能再改。',
      by: leader,
      when: e.state === 'draft',
    },
    { action: 'withdraw', zh: '撤回草案', causes: '草案删去，可以重新起草。', by: city, when: e.state === 'draft', danger: true },
    {
      action: 'declare',
      zh: '声明独立性',
      causes: '声明记入评估档案；声明以后可以看原始记录、复测。',
      by: [evaluator] as const,
      when: e.state === 'open' && e.declaredAt === null,
      fields: formOf(Declared),
    },
    {
      action: 'report',
      zh: '报告成稿',
      causes: '各项指标和得分按现在的定下来，公众评价的号码摘要删去。',
      by: city,
      when: e.state === 'open',
      fields: formOf(Reported),
    },
    {
      action: 'approve',
      zh: '审定',
      causes: '要调整规划的，征求意见的采纳情况公布以后才能审定。审定以后公布。',
      by: leader,
      when: e.state === 'reported',
    },
    {
      action: 'publish',
      zh: '公布结果',
      causes: '在门户网站公布，各县都看得到；公布以后不能再改。',
      by: leader,
      when: e.state === 'approved',
      danger: true,
    },
  ].map((offer) => ({ ...offer, to: to(offer.action), fixed }));
};

async function selfViews(tx: Tx, e: Evaluation): Promise<SelfView[]> {
  const selves = await selvesOf(tx, e.id);
  const proofs = new Map<string, SelfView['proofs']>();
  for (const { id } of selves) proofs.set(id, await proofsOf(tx, e, id));
  return selves.map((row) => ({
    id: row.id,
    name: row.section ? `市级：${figureDomains[row.section as FigureDomain] ?? row.section}` : unitName(tx, row.division),
    done: row.done,
    problems: row.problems,
    reportedAt: row.reportedAt,
    reportedName: row.reportedName,
    late: row.reportedAt === null && e.selfDueOn < tx.today,
    proofs: proofs.get(row.id) ?? [],
    offers: offersTo(tx.actor, [
      {
        action: 'self',
        zh: '交自评',
        causes: '交了以后不能再改。',
        by: row.section ? ['city-clerk'] : ['county-clerk'],
        when: e.state === 'open' && row.reportedAt === null && tx.actor.division === row.division,
        fields: formOf(selfShape),
        to: `/api/plan-evaluations/${e.id}/selves/${row.id}`,
        fixed: { requestId: newId() },
      },
    ]),
  }));
}

/** What was published by the base date, place by place, with what was measured again. */
async function measureViews(tx: Tx, e: Evaluation, indicators: readonly PlanIndicator[]): Promise<MeasureView[]> {
  const measures = await measuresOf(tx, e.id);
  const targets = await targetsInForce(tx);
  const places = [
    tx.city,
    ...tx.divisions
      .children(tx.city)
      .filter((d) => d.legal)
      .map((d) => d.code),
  ];
  const views: MeasureView[] = [];
  for (const indicator of indicators) {
    const standings = await publishedBy(tx, e, indicator.id);
    for (const division of places) {
      const standing = lastOf(standings, division, e.baseOn);
      const reported = standing?.value ?? standing?.values[0];
      if (!reported) continue;
      const measured = measures.find((m) => m.indicator === indicator.id && m.division === division);
      views.push(
        measureView(tx, e, { indicator, division, goal: goalAt(tx, targets, { indicator, division }), reported, measured }),
      );
    }
  }
  return views;
}

function measureView(
  tx: Tx,
  e: Evaluation,
  of: {
    indicator: PlanIndicator;
    division: MeasureRow['division'];
    goal: Fraction | null;
    reported: Fraction;
    measured: MeasureRow | undefined;
  },
): MeasureView {
  const { indicator, division, goal, measured } = of;
  const reported = said(indicator.unit, of.reported, goal);
  const words = measured && said(indicator.unit, measured, goal);
  const isTheirs = isOneOf(tx.actor, [evaluator]);
  return {
    key: `${indicator.id} ${division}`,
    indicator: indicator.id,
    indicatorName: indicator.name,
    division,
    unitName: unitName(tx, division),
    reported: reported.parts ? `${reported.text}（${reported.parts}）` : reported.text,
    measured: words ? (words.parts ? `${words.text}（${words.parts}）` : words.text) : null,
    sample: measured?.sample ?? null,
    note: measured?.note ?? '',
    state: measured?.state ?? null,
    stateZh: measured ? remeasureStates[measured.state] : '没有复测',
    outcome: measured?.outcome ? `${outcomes[measured.outcome]}：${measured.outcomeReason}（${measured.settledName}）` : null,
    byName: measured?.measuredName ?? null,
    rows: isTheirs && hasPlanRows(indicator.id) && e.state === 'open' && e.declaredAt !== null,
    offers: offersTo(tx.actor, [
      {
        action: 'measure',
        zh: '录入复测',
        causes: '与报送数相差超过规定的，由市里复核。录入以后不能再改。',
        by: [evaluator],
        when: e.state === 'open' && e.declaredAt !== null && !measured,
        fields: formOf(Measured(indicator.unit)),
        to: `/api/plan-evaluations/${e.id}/measures`,
        fixed: { indicator: indicator.id, division, requestId: newId() },
      },
      {
        action: 'settle',
        zh: '复核',
        causes: '写明查了什么，报告用哪一个数。',
        by: ['city-clerk'],
        when: e.state === 'open' && measured?.state === 'recheck',
        fields: formOf(Settled),
        to: `/api/plan-evaluations/${e.id}/measures/${measured?.id}`,
        fixed: { requestId: newId() },
      },
    ]),
  };
}

export async function surveyView(tx: Tx, e: Evaluation): Promise<Result<SurveyView, 'PARAM_MISSING'>> {
  const least = await wholeParameter(tx, 'PLAN-SURVEY-LEAST', tx.city, tx.today);
  if (!least.ok) return least;
  const counts = await countsOf(tx, e.id);
  const { copies, index, valid } = surveyOf(counts, least.value);
  // 一天里突然多出来的，要看是不是有人刷
  const most = await tx.maybe<{
    day: PlainDate;
    copies: number;
  }>(sql`select on_day as day, sum(copies)::int as copies from plan_survey_count
    where evaluation_id = ${e.id} group by on_day order by 2 desc, 1 limit 1`);
  return ok({
    from: e.surveyFrom,
    until: e.surveyUntil,
    open: e.state === 'open' && e.surveyFrom <= tx.today && tx.today <= e.surveyUntil,
    copies,
    index,
    least: least.value,
    valid,
    answers: Object.entries(surveyAnswers).map(([key, zh]) => ({ zh, copies: counts[key as keyof typeof counts] })),
    most,
  });
}

export async function evaluationFile(tx: Tx, id: string): Promise<Result<EvaluationFile>> {
  const e = await readEvaluation(tx, id);
  if (!e || (e.state === 'draft' && !isOneOf(tx.actor, ['city-clerk', 'city-leader']))) return fail('NOT_FOUND');
  const plan = await planOf(tx, e.plan);
  const indicators = await indicatorsOf(tx, plan);
  const survey = await surveyView(tx, e);
  if (!survey.ok) return survey;
  const heard = e.changesPlan ? await consultationAbout(tx, subjectOf(e)) : null;
  const isTold = tellsScore(tx, e);
  const results = isTold ? (e.results ?? (e.state === 'open' ? (await resultsOf(tx, e)).results : [])) : [];
  const adjusts = e.state === 'published' && e.changesPlan === true && proposesFor(tx) === tx.city;
  return ok({
    ...(await rowOf(tx, e)),
    planName: plan.name,
    method: e.method,
    selfDueOn: e.selfDueOn,
    drafted: signed(e.draftedName, e.draftedAt)!,
    adopted: signed(e.adoptedName, e.adoptedAt),
    declared: signed(e.declaredName, e.declaredAt),
    selfEvaluations: await selfViews(tx, e),
    measures: e.state === 'draft' ? [] : await measureViews(tx, e, indicators),
    survey: survey.value,
    report: isTold ? e.report : null,
    results: results.map((r) => {
      const offer = proposalOffer(r.indicator, e.baseOn.slice(0, 4));
      return { ...r, offers: adjusts ? [{ ...offer, fixed: { ...offer.fixed, evaluationId: e.id } }] : [] };
    }),
    complete: isTold ? e.complete : null,
    changesPlan: e.changesPlan,
    consultation: heard && { id: heard.id, stateZh: heard.stateZh, endsOn: heard.endsOn, opinions: heard.opinions },
    reported: signed(e.reportedName, e.reportedAt),
    approved: signed(e.approvedName, e.approvedAt),
    published: signed(e.publishedName, e.publishedAt),
    offers: offersTo(tx.actor, stepOffers(e)),
  });
}
